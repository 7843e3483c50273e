package atoll.changeprop.rule;

import atoll.changeprop.rule.template.Template;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One thing a rule does with a matching event.
public sealed interface Exec {

    /// Runs the job on its wiki, through the job endpoint of the EventBus extension.
    record MediaWiki() implements Exec {}

    /// Asks the wiki which pages depend on one, a page of its answer at a time, and writes an event for each.
    ///
    /// @param title of the page they depend on
    record Links(LinkKind kind, Template title) implements Exec {}

    /// Sends events to streams, as an own producer of Atoll's.
    ///
    /// @param list of events, or of what is to be purged
    record Emit(Emitted what, Template list) implements Exec {}

    /// What stands in the list of an [Emit].
    enum Emitted {
        /// Whole events, each with the stream it is for.
        EVENTS,
        /// URLs to be purged from caches, as `{meta: {uri: …}}`.
        PURGES;

        /// For people and programs.
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Sends a request.
    ///
    /// @param method upper case
    /// @param uri absolute once rendered
    /// @param query added to the URI, in the order written
    /// @param headers in the order written
    /// @param body none if absent
    /// @param timeout tighter than the rule's, if given
    record Http(
            String method,
            Template uri,
            List<QueryTemplate> query,
            List<HeaderTemplate> headers,
            @Nullable Template body,
            @Nullable Duration timeout)
            implements Exec {
        public Http {
            query = List.copyOf(query);
            headers = List.copyOf(headers);
        }
    }

    /// Starts a program of this machine, with the event on its standard input.
    ///
    /// @param command program and arguments, not passed through a shell; the program does not depend on the event
    /// @param environment variables besides those every program gets
    /// @param directory it works in; Atoll's own if absent
    /// @param timeout tighter than the rule's, if given
    /// @param memoryBytes held by the program and all it starts; what takes more is killed
    /// @param outputBytes written to both outputs together; what writes more is killed
    record Program(
            List<Template> command,
            Map<String, Template> environment,
            @Nullable String directory,
            @Nullable Duration timeout,
            long memoryBytes,
            long outputBytes,
            ExitCodes exits)
            implements Exec {
        public Program {
            command = List.copyOf(command);
            environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        }
    }

    /// Calls code of the application that Atoll is embedded in.
    ///
    /// @param handler by name
    /// @param timeout tighter than the rule's, if given
    record InProcess(String handler, @Nullable Duration timeout) implements Exec {}

    /// A header whose value depends on the event.
    record HeaderTemplate(String name, Template value) {}

    /// A parameter of the query; it is left out if its value is absent.
    record QueryTemplate(String name, Template value) {}
}
