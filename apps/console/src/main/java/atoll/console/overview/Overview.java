package atoll.console.overview;

import atoll.console.api.Tree;
import atoll.console.text.Chart;
import atoll.console.text.Figures;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the overview shows.
///
/// @param rows in the API's order: what is late first
/// @param chart empty while there is no history
public record Overview(@Nullable Instant time, Totals totals, List<TypeRow> rows, Balance balance, Chart chart) {

    /// Sums over all types.
    public record Totals(
            double accepted, double done, double failed, long waiting, long running, long dead, double oldest) {}

    /// The loss balance.
    public record Balance(boolean isKnown, long difference, List<String> streams) {
        static Balance of(Tree tree) {
            return new Balance(tree.has("difference"), tree.whole("difference"), tree.texts("streams_differing"));
        }
    }

    public static Overview of(Tree tree) {
        List<Tree> types = tree.list("types");
        List<TypeRow> rows = types.stream().map(TypeRow::of).toList();
        Totals totals = new Totals(
                tree.decimal("accepted_per_second"),
                tree.decimal("done_per_second"),
                tree.decimal("failed_per_second"),
                rows.stream().mapToLong(row -> row.waiting() + row.ready()).sum(),
                rows.stream().mapToLong(TypeRow::running).sum(),
                rows.stream().mapToLong(TypeRow::dead).sum(),
                rows.stream().mapToDouble(TypeRow::oldestSeconds).max().orElse(0));
        return new Overview(
                tree.time("time"),
                totals,
                rows,
                Balance.of(tree.at("balance")),
                Series.sum(types.stream()
                                .map(type -> Series.of(type.at("series")))
                                .toList())
                        .rates());
    }

    public List<TypeRow> late() {
        return rows.stream().filter(row -> row.lateness() != Lateness.NONE).toList();
    }

    public List<TypeRow> held() {
        return rows.stream().filter(row -> !row.held().isEmpty()).toList();
    }

    /// The state of everything in a sentence.
    public String sentence() {
        List<String> parts = new ArrayList<>();
        parts.add(late().isEmpty() ? "nothing is late" : number(late().size(), "type is late", "types are late"));
        if (!held().isEmpty()) {
            parts.add(number(held().size(), "type is held back", "types are held back"));
        }
        if (totals.dead > 0) {
            parts.add(number(totals.dead, "dead letter", "dead letters"));
        }
        if (balance.isKnown) {
            parts.add(balance.difference == 0 ? "nothing is missing" : Figures.count(balance.difference) + " missing");
        }
        return String.join(", ", parts);
    }

    private static String number(long count, String one, String several) {
        return Figures.count(count) + " " + (count == 1 ? one : several);
    }
}
