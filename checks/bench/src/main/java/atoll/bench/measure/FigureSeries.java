package atoll.bench.measure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Gathers the figures of a run round by round. What is added during warm-up is dropped. For one thread.
public final class FigureSeries {
    private final Map<Key, List<Double>> values = new LinkedHashMap<>();
    private boolean counting = true;

    private record Key(String what, String unit, String wanted) {}

    /// What is added from here on counts, or does not.
    public void counting(boolean counts) {
        counting = counts;
    }

    /// @param wanted what the figure is compared with; empty if with nothing
    public void add(String what, String unit, String wanted, double value) {
        if (counting) {
            values.computeIfAbsent(new Key(what, unit, wanted), _ -> new ArrayList<>())
                    .add(value);
        }
    }

    /// In the order in which they were first added.
    public List<Figure> figures() {
        return values.entrySet().stream()
                .map(entry -> new Figure(
                        entry.getKey().what(),
                        entry.getKey().unit(),
                        Spread.of(entry.getValue()),
                        entry.getKey().wanted()))
                .toList();
    }
}
