package atoll.changeprop.rule.file;

import atoll.changeprop.rule.Exec;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The modules inside change-propagation that a rule can call by a path instead of a URL.
final class Modules {
    private static final Pattern PATH = Pattern.compile("/sys/([a-z_]+)(?:/.*)?", Pattern.DOTALL);

    private Modules() {}

    private static final String SYS = "/(?:sys|\\{api:sys\\})/";
    private static final Pattern LINKS = Pattern.compile(SYS + "links/([a-z]+)/(.+)", Pattern.DOTALL);
    private static final Pattern EVENTS = Pattern.compile(SYS + "queue/events(?:/([0-9]*))?");
    private static final Pattern PURGES = Pattern.compile(SYS + "purge/?");

    /// A call of a module that Atoll has, too. Exactly one of these.
    sealed interface Call {
        /// @param title of the page that others depend on, as the rule writes it
        record Links(String kind, String title) implements Call {}

        /// @param partition that the events are to go to, as far as the rule says so
        record Emit(Exec.Emitted what, String partition) implements Call {}
    }

    /// Null if it is no such call.
    static @Nullable Call call(String path) {
        Matcher links = LINKS.matcher(path);
        if (links.matches()) {
            return new Call.Links(links.group(1), links.group(2));
        }
        Matcher events = EVENTS.matcher(path);
        if (events.matches()) {
            String partition = events.group(1);
            return new Call.Emit(Exec.Emitted.EVENTS, partition == null ? "" : partition);
        }
        return PURGES.matcher(path).matches() ? new Call.Emit(Exec.Emitted.PURGES, "") : null;
    }

    /// True for a call that hands the event to a partition by its wiki, which Atoll's sections do anyway.
    static boolean isPartitioner(String path) {
        return path.equals("/sys/partition") || path.startsWith("/sys/partition/");
    }

    /// Why a call cannot be made, and what to do instead.
    static String refusal(String path) {
        Matcher known = PATH.matcher(path);
        String module = known.matches() ? known.group(1) : "";
        return switch (module) {
            case "partition" ->
                "the partitioner cannot be one of several requests: Atoll keeps the jobs of a wiki together by itself;"
                        + " remove this request";
            case "links", "backlinks", "transcludes" ->
                "dependencies are expanded by '/sys/links/<kind>/<title>' (example:"
                        + " /sys/links/transcludes/{message.page_title})";
            case "purge" ->
                "is no call of the module 'purge': what is to be purged is sent to '/sys/purge/' (with a list of {meta:"
                        + " {uri: …}} as body)";
            case "queue" ->
                "is no call of the module 'queue': events are sent to '/sys/queue/events' (with a list of events as"
                        + " body)";
            case "dep_updates", "ores", "ores_updates", "dedupe", "limit", "mw" ->
                "calls the module '" + module.toLowerCase(Locale.ROOT)
                        + "', which Atoll does not have; call the service's URL";
            default -> "is no URL: give one with http:// or https://";
        };
    }
}
