package atoll.console.rules;

import atoll.console.api.Tree;
import java.util.List;

/// What a new rule file would change.
///
/// @param problems empty if it can come into force
/// @param notes what the file says that has no effect here
public record Trial(File file, List<String> problems, List<String> notes, Decisions decisions) {

    /// @param yaml as pasted
    /// @param version the newest one when it was pasted; empty if there are none
    public record File(String name, String yaml, String version) {}

    /// Of past events.
    public record Decisions(long events, long unchanged, List<Change> changes, long leftOut) {}

    /// An event for which other deliveries would come about.
    public record Change(String eventId, String stream, List<String> before, List<String> after) {
        static Change of(Tree tree) {
            return new Change(tree.text("event_id"), tree.text("stream"), tree.texts("before"), tree.texts("after"));
        }
    }

    static Trial of(File file, Tree tree) {
        Decisions decisions = new Decisions(
                tree.whole("events"),
                tree.whole("unchanged"),
                tree.list("changes").stream().map(Change::of).toList(),
                tree.whole("changes_left_out"));
        return new Trial(file, tree.texts("problems"), tree.texts("notes"), decisions);
    }

    static Trial refused(File file, String problem) {
        return new Trial(file, problem.lines().toList(), List.of(), new Decisions(0, 0, List.of(), 0));
    }

    public boolean isPossible() {
        return problems.isEmpty();
    }
}
