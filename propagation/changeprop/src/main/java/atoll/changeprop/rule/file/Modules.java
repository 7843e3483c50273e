package atoll.changeprop.rule.file;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The modules inside change-propagation that a rule can call by a path instead of a URL.
final class Modules {
    private static final Pattern PATH = Pattern.compile("/sys/([a-z_]+)(?:/.*)?", Pattern.DOTALL);

    private Modules() {}

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
                "calls the module '" + module
                        + "': Atoll does not expand dependencies by rule; remove the rule, and let MediaWiki queue refreshLinks and"
                        + " htmlCacheUpdate jobs, which do the same";
            case "purge" ->
                "calls the module 'purge': Atoll purges what is in the stream 'resource-purge'; remove the rule, and send"
                        + " the events there";
            case "queue" ->
                "calls the module 'queue': send events to the intake instead (POST http://…/v1/events, with a list as"
                        + " body)";
            case "dep_updates", "ores", "ores_updates", "dedupe", "limit", "mw" ->
                "calls the module '" + module.toLowerCase(Locale.ROOT)
                        + "', which Atoll does not have; call the service's URL";
            default -> "is no URL: give one with http:// or https://";
        };
    }
}
