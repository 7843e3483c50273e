package atoll.console.text;

import java.util.List;
import java.util.Locale;

/// A curve without axes, with gaps where values are not a number, as wide as a word: the path of an SVG with the view
/// box `0 0 100 20`.
///
/// @param path empty if there is nothing to draw
public record Spark(String path) {
    private static final int WIDTH = 100;
    private static final int HEIGHT = 20;
    private static final int MOST_POINTS = 60;

    /// @param top the value at the upper edge; 0 takes the largest of the values
    public static Spark of(List<Double> values, double top) {
        double largest = top > 0
                ? top
                : values.stream()
                        .mapToDouble(v -> v)
                        .filter(v -> !Double.isNaN(v))
                        .max()
                        .orElse(0);
        if (values.size() < 2 || largest <= 0) {
            return new Spark("");
        }
        List<Double> points = Thinned.to(MOST_POINTS, values);
        StringBuilder path = new StringBuilder(points.size() * 12);
        boolean isDown = false;
        for (int i = 0; i < points.size(); i++) {
            double value = points.get(i);
            if (!Double.isNaN(value)) {
                double x = (double) i * WIDTH / (points.size() - 1);
                double y = HEIGHT - 1 - Math.clamp(value / largest, 0, 1) * (HEIGHT - 2);
                path.append(isDown ? 'L' : 'M').append(String.format(Locale.ROOT, "%.1f %.1f", x, y));
            }
            isDown = !Double.isNaN(value);
        }
        return new Spark(path.toString());
    }
}
