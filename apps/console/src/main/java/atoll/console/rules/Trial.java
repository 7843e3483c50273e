package atoll.console.rules;

import atoll.console.api.Tree;
import java.util.List;

/// What a new rule file would change.
///
/// @param name of the file
/// @param yaml as pasted
/// @param problems empty if it can come into force
public record Trial(
        String name, String yaml, List<String> problems, long events, long unchanged, List<Change> changes) {
    private static final int SHOWN = 200;

    /// An event for which other deliveries would come about.
    public record Change(String eventId, String stream, List<String> before, List<String> after) {
        static Change of(Tree tree) {
            return new Change(
                    tree.text("event_id"), tree.text("stream"), words(tree.list("before")), words(tree.list("after")));
        }

        private static List<String> words(List<Tree> decisions) {
            return decisions.stream()
                    .map(each -> each.node().isObject() ? each.text("rule") : each.text())
                    .toList();
        }
    }

    static Trial of(String name, String yaml, Tree tree) {
        return new Trial(
                name,
                yaml,
                tree.texts("problems"),
                tree.whole("events"),
                tree.whole("unchanged"),
                tree.list("changes").stream().limit(SHOWN).map(Change::of).toList());
    }

    static Trial refused(String name, String yaml, String problem) {
        return new Trial(name, yaml, problem.lines().toList(), 0, 0, List.of());
    }

    public boolean isPossible() {
        return problems.isEmpty();
    }
}
