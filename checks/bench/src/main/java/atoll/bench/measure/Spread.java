package atoll.bench.measure;

import java.util.Arrays;
import java.util.List;

/// What several rounds of one measurement gave.
public record Spread(double median, double least, double most) {

    /// @param rounds at least one value
    public static Spread of(List<Double> rounds) {
        if (rounds.isEmpty()) {
            throw new IllegalArgumentException("a spread needs at least one round");
        }
        double[] sorted =
                rounds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }

    public static Spread of(double... rounds) {
        return of(Arrays.stream(rounds).boxed().toList());
    }
}
