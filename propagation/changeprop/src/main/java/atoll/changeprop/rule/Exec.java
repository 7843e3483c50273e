package atoll.changeprop.rule;

import atoll.changeprop.rule.template.Template;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One thing a rule does with a matching event.
public sealed interface Exec {

    /// Runs the job on its wiki, through the job endpoint of the EventBus extension.
    record MediaWiki() implements Exec {}

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

    /// A header whose value depends on the event.
    record HeaderTemplate(String name, Template value) {}

    /// A parameter of the query; it is left out if its value is absent.
    record QueryTemplate(String name, Template value) {}
}
