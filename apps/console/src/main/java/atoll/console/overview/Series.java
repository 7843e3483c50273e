package atoll.console.overview;

import atoll.console.api.Tree;
import atoll.console.text.Chart;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The API's history of a type, or the sum of several: what came and went in each step.
///
/// @param from null if there is none
public record Series(@Nullable Instant from, double stepSeconds, Counts counts) {
    /// Counts per step; [Double#NaN] where nothing was measured.
    public record Counts(List<Double> accepted, List<Double> done, List<Double> failed, List<Double> waiting) {}

    public static Series of(Tree tree) {
        double step = tree.decimal("step_seconds");
        Counts counts =
                new Counts(tree.curve("accepted"), tree.curve("done"), tree.curve("failed"), tree.curve("waiting"));
        return new Series(step > 0 ? tree.time("from") : null, step, counts);
    }

    /// All in one, as far as they have the same steps as the first.
    static Series sum(List<Series> all) {
        Series first =
                all.stream().filter(series -> series.from != null).findFirst().orElse(null);
        if (first == null) {
            return new Series(null, 0, new Counts(List.of(), List.of(), List.of(), List.of()));
        }
        Counts sum = new Counts(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (Series series : all) {
            if (series.from != null && series.stepSeconds == first.stepSeconds) {
                add(sum.accepted, series.counts.accepted);
                add(sum.done, series.counts.done);
                add(sum.failed, series.counts.failed);
                add(sum.waiting, series.counts.waiting);
            }
        }
        return new Series(first.from, first.stepSeconds, sum);
    }

    private static void add(List<Double> sums, List<Double> values) {
        for (int i = 0; i < values.size(); i++) {
            if (i == sums.size()) {
                sums.add(values.get(i));
            } else if (Double.isNaN(sums.get(i))) {
                sums.set(i, values.get(i));
            } else if (!Double.isNaN(values.get(i))) {
                sums.set(i, sums.get(i) + values.get(i));
            }
        }
    }

    public Chart rates() {
        return chart(
                "Accepted, done and failed",
                "per second",
                List.of(
                        new Chart.Curve("accepted", "accepted", perSecond(counts.accepted)),
                        new Chart.Curve("done", "done", perSecond(counts.done)),
                        new Chart.Curve("failed", "failed", perSecond(counts.failed))));
    }

    public Chart backlog() {
        return chart("Waiting", "jobs", List.of(new Chart.Curve("waiting", "waiting", counts.waiting)));
    }

    public List<Double> waiting() {
        return counts.waiting;
    }

    /// Begins where something was measured first: a process that started just now has an hour of gaps before.
    private Chart chart(String title, String unit, List<Chart.Curve> curves) {
        if (from == null) {
            return new Chart(title, unit, Instant.EPOCH, 1, List.of());
        }
        int gap = curves.stream().mapToInt(Series::gap).min().orElse(0);
        List<Chart.Curve> measured = curves.stream()
                .map(curve -> new Chart.Curve(
                        curve.label(),
                        curve.color(),
                        curve.values().subList(gap, curve.values().size())))
                .toList();
        return new Chart(title, unit, from.plusMillis(Math.round(gap * stepSeconds * 1_000)), stepSeconds, measured);
    }

    /// How many values are missing at the beginning.
    private static int gap(Chart.Curve curve) {
        int gap = 0;
        while (gap < curve.values().size() && Double.isNaN(curve.values().get(gap))) {
            gap++;
        }
        return gap;
    }

    private List<Double> perSecond(List<Double> perStep) {
        return perStep.stream().map(count -> count / stepSeconds).toList();
    }
}
