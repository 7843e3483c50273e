package atoll.console.dead;

import atoll.console.api.Tree;
import atoll.console.text.Figures;
import java.util.ArrayList;
import java.util.List;

/// A replay or drop of many dead letters, under way or over.
///
/// @param trouble what keeps it from going on; empty if nothing does
public record Action(String id, String kind, String state, Wanted wanted, Progress progress, String trouble) {

    /// Who wanted it and why.
    public record Wanted(String by, String reason, String started, String selection) {}

    public record Progress(long matched, long changed) {}

    static Action of(Tree tree) {
        return new Action(
                tree.text("id"),
                tree.text("kind"),
                tree.text("state"),
                new Wanted(
                        tree.text("by"), tree.text("reason"), Figures.dayAndTime(tree.time("started")), selected(tree)),
                new Progress(tree.whole("matched"), tree.whole("changed")),
                tree.text("trouble"));
    }

    /// `type refreshLinks, wiki enwiki`, or `all`.
    private static String selected(Tree tree) {
        List<String> parts = new ArrayList<>();
        tree.members("selection").forEach((name, value) -> {
            if (!value.text().isEmpty()) {
                parts.add(name + " " + value.text());
            }
        });
        return parts.isEmpty() ? "all" : String.join(", ", parts);
    }

    public boolean isRunning() {
        return state.equals("running");
    }

    /// What became of those it looked at.
    public String words() {
        return Figures.count(progress.matched) + " looked at, " + Figures.count(progress.changed)
                + (kind.equals("drop") ? " dropped" : " tried again");
    }
}
