package atoll.server.command;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that say which jobs are meant.
final class FilterOptions {
    @Option(
            names = "--state",
            paramLabel = "STATES",
            description =
                    "states with commas between: new, waiting, retry, ready, claimed, dead, done, ignored, duplicate,"
                            + " superseded, abandoned, dropped; or pending; or all")
    private @Nullable String state;

    @Option(names = "--type", paramLabel = "TYPE", description = "only this job type")
    private @Nullable String type;

    @Option(names = "--wiki", paramLabel = "WIKI", description = "only this wiki")
    private @Nullable String wiki;

    @Option(names = "--rule", paramLabel = "RULE", description = "only this rule")
    private @Nullable String rule;

    /// As parameters of the admin API, without those that were not given.
    Map<String, Object> parameters() {
        Map<String, Object> parameters = new HashMap<>();
        put(parameters, "state", state);
        put(parameters, "type", type);
        put(parameters, "wiki", wiki);
        put(parameters, "rule", rule);
        return parameters;
    }

    private static void put(Map<String, Object> to, String name, @Nullable String value) {
        if (value != null) {
            to.put(name, value);
        }
    }

    boolean isGiven() {
        return !parameters().isEmpty();
    }
}
