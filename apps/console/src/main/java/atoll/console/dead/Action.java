package atoll.console.dead;

import atoll.console.api.Tree;
import atoll.console.text.Figures;
import java.util.Set;

/// A long action under way.
public record Action(String id, String state, long done, long total, String detail) {
    private static final Set<String> OVER = Set.of("done", "cancelled", "canceled", "failed", "ended", "finished");

    static Action of(String id, Tree tree) {
        return new Action(id, tree.text("state"), tree.whole("done"), tree.whole("total"), tree.text("detail"));
    }

    public boolean isOver() {
        return OVER.contains(state) || (total > 0 && done >= total);
    }

    public String words() {
        return total > 0
                ? Figures.count(done) + " of " + Figures.count(total) + " done"
                : Figures.count(done) + " done";
    }
}
