package atoll.console.rules;

import atoll.console.api.Answer;
import atoll.console.api.Tree;
import atoll.console.text.Spark;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The rules in force.
///
/// @param refused what is wrong with rule files that did not come into force

public record Rules(String hash, @Nullable Instant since, List<String> refused, List<Rule> rules, History history) {

    /// @param matched in the last hour; -1 if that is not known
    public record Rule(
            String name, String reads, String does, long concurrency, long retries, long matched, Spark spark) {
        static Rule of(Tree tree, Map<String, Tree> activity) {
            Tree active = activity.getOrDefault(tree.text("name"), Tree.NOTHING);

            return new Rule(
                    tree.text("name"),
                    String.join(", ", tree.texts("topics")),
                    does(tree),
                    tree.whole("concurrency"),
                    tree.whole("retry_limit"),
                    active.has("matched_last_hour") ? active.whole("matched_last_hour") : -1,
                    Spark.of(active.at("series").curve("matched"), 0));
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

    /// Rules that were brought into force once.
    ///
    /// @param files their names
    public record Version(long number, @Nullable Instant at, String by, String reason, String files) {
        static Version of(Tree tree) {
            String files = tree.truth("is_disk")
                    ? "the configured files"
                    : tree.list("files").stream().map(file -> file.text("name")).collect(Collectors.joining(", "));
            return new Version(tree.whole("version"), tree.time("at"), tree.text("by"), tree.text("reason"), files);
        }
    }

    /// What was brought into force, newest first.
    ///
    /// @param inForce 0 for the configured files
    /// @param newest given back with a change, so that nobody overwrites what they have not seen
    public record History(boolean isKept, long inForce, long newest, List<Version> versions) {
        static History of(Answer answer) {
            return answer instanceof Answer.Found(Tree tree)
                    ? new History(
                            true,
                            tree.whole("in_force"),
                            tree.whole("newest"),
                            tree.list("versions").stream().map(Version::of).toList())
                    : new History(false, 0, 0, List.of());
        }
    }

    static Rules of(Tree tree, Answer activity, Answer versions) {
        Map<String, Tree> active = new HashMap<>();
        if (activity instanceof Answer.Found(Tree found)) {
            List<Tree> all = found.node().isArray() ? found.list() : found.list("rules");
            all.forEach(each -> active.put(each.text("rule"), each));
        }
        return new Rules(
                tree.text("hash"),
                tree.time("since"),
                tree.texts("refused"),
                tree.list("rules").stream().map(each -> Rule.of(each, active)).toList(),
                History.of(versions));
    }
}
