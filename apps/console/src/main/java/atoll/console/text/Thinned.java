package atoll.console.text;

import java.util.ArrayList;
import java.util.List;

/// Fewer points of a curve, each the mean of its neighbours.
final class Thinned {
    private Thinned() {}

    static List<Double> to(int most, List<Double> values) {
        if (values.size() <= most) {
            return values;
        }
        List<Double> means = new ArrayList<>(most);
        for (int i = 0; i < most; i++) {
            int from = (int) ((long) i * values.size() / most);
            int to = (int) ((long) (i + 1) * values.size() / most);
            means.add(values.subList(from, to).stream()
                    .mapToDouble(v -> v)
                    .filter(v -> !Double.isNaN(v))
                    .average()
                    .orElse(Double.NaN));
        }
        return means;
    }
}
