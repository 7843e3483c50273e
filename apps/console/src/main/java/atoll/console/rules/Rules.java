package atoll.console.rules;

import atoll.console.api.Answer;
import atoll.console.api.Tree;
import atoll.console.text.Spark;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The rules in force.
///
/// @param refused what is wrong with rule files that did not come into force
/// @param versions newest first; empty where this Atoll keeps none
public record Rules(
        String hash, @Nullable Instant since, List<String> refused, List<Rule> rules, List<Version> versions) {

    /// @param matched in the last hour; -1 if that is not known
    public record Rule(
            String name, String reads, String does, long concurrency, long retries, long matched, Spark spark) {
        static Rule of(Tree tree, Map<String, Tree> activity) {
            Tree active = activity.getOrDefault(tree.text("name"), Tree.NOTHING);
            Tree series = active.at("series");
            return new Rule(
                    tree.text("name"),
                    String.join(", ", tree.texts("topics")),
                    does(tree),
                    tree.whole("concurrency"),
                    tree.whole("retry_limit"),
                    active.has("matched_last_hour") ? active.whole("matched_last_hour") : -1,
                    Spark.of(series.node().isArray() ? decimals(series) : series.decimals("matched"), 0));
        }

        private static List<Double> decimals(Tree series) {
            return series.list().stream().map(Tree::decimal).toList();
        }

        private static String does(Tree tree) {
            return tree.list("exec").isEmpty()
                    ? ""
                    : Rule.exec(tree.list("exec").getFirst());
        }

        private static String exec(Tree exec) {
            return switch (exec.text("kind")) {
                case "mediawiki" -> "runs the job on its wiki";
                case "links" -> "pages that " + exec.text("links") + " leads to";
                case "http" -> exec.text("method") + " " + exec.text("uri");
                case "process" -> "program " + exec.text("program");
                case "handler" -> "handler " + exec.text("handler");
                default -> exec.text("kind");
            };
        }
    }

    /// Rules that were in force once.
    public record Version(String version, @Nullable Instant at, String who, String reason, boolean isCurrent) {
        static Version of(Tree tree, String hash) {
            return new Version(
                    tree.text("version"),
                    tree.has("at") ? tree.time("at") : tree.time("time"),
                    tree.text("who"),
                    tree.text("reason"),
                    tree.truth("current")
                            || (!hash.isEmpty() && tree.text("hash").equals(hash)));
        }
    }

    static Rules of(Tree tree, Answer activity, Answer versions) {
        Map<String, Tree> active = new HashMap<>();
        if (activity instanceof Answer.Found(Tree found)) {
            List<Tree> all = found.node().isArray() ? found.list() : found.list("rules");
            all.forEach(each -> active.put(each.text("rule"), each));
        }
        List<Version> kept = versions instanceof Answer.Found(Tree found)
                ? (found.node().isArray() ? found.list() : found.list("versions"))
                        .stream()
                                .map(each -> Version.of(each, tree.text("hash")))
                                .toList()
                : List.of();
        return new Rules(
                tree.text("hash"),
                tree.time("since"),
                tree.texts("refused"),
                tree.list("rules").stream().map(each -> Rule.of(each, active)).toList(),
                kept);
    }
}
