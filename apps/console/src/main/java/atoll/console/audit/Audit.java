package atoll.console.audit;

import atoll.console.api.AdminClient;
import atoll.console.api.Tree;
import atoll.console.text.Figures;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Changes by people, newest first.
///
/// @param next where older ones begin; empty at the end
public record Audit(List<Entry> entries, String next) {

    /// @param what it was done to
    public record Entry(@Nullable Instant at, String who, String action, String what, String reason, String result) {
        static Entry of(Tree tree) {
            String count = tree.has("count") ? " (" + Figures.count(tree.whole("count")) + ")" : "";
            return new Entry(
                    tree.time("time"),
                    tree.text("who"),
                    tree.text("action"),
                    tree.at("what").node().isContainer()
                            ? tree.at("what").node().toString()
                            : tree.text("what"),
                    tree.text("reason"),
                    tree.text("result") + count);
        }
    }

    static Audit of(Tree tree) {
        return new Audit(tree.list("entries").stream().map(Entry::of).toList(), tree.text("next"));
    }

    public String nextPath() {
        return AdminClient.path("/console/audit", Map.of("before", next));
    }
}
