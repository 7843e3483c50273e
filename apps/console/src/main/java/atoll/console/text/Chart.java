package atoll.console.text;

import atoll.base.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Curves over the same time: as JSON for the script that draws them, and as a table for those who cannot see them.
///
/// @param unit of all values, such as `per second`
public record Chart(String title, String unit, Instant from, double stepSeconds, List<Curve> curves) {
    private static final int TABLE_ROWS = 30;

    public Chart {
        curves = List.copyOf(curves);
    }

    /// @param color a name that the style sheet knows as `--curve-<color>`
    /// @param values [Double#NaN] where there are none
    public record Curve(String label, String color, List<Double> values) {
        private List<@Nullable Double> json(int points) {
            List<@Nullable Double> json = new ArrayList<>(points);
            values.subList(0, points).forEach(value -> json.add(Double.isNaN(value) ? null : value));
            return json;
        }
    }

    /// A row of the table.
    public record Row(String time, List<String> values) {}

    public boolean isEmpty() {
        return points() == 0;
    }

    private int points() {
        return curves.stream().mapToInt(curve -> curve.values.size()).min().orElse(0);
    }

    /// `{"unit":…,"x":[seconds…],"curves":[{"label":…,"color":…,"y":[…]}]}`
    public String json() {
        int points = points();
        List<Double> x = new ArrayList<>(points);
        for (int i = 0; i < points; i++) {
            x.add(from.getEpochSecond() + i * stepSeconds);
        }
        Map<String, Object> chart = new LinkedHashMap<>();
        chart.put("unit", unit);
        chart.put("x", x);
        chart.put(
                "curves",
                curves.stream()
                        .map(curve -> Map.of(
                                "label", curve.label,
                                "color", curve.color,
                                "y", curve.json(points)))
                        .toList());
        return new String(Json.write(chart), StandardCharsets.UTF_8);
    }

    /// Newest first, thinned to what somebody can listen to.
    public List<Row> rows() {
        int points = points();
        int rows = Math.min(points, TABLE_ROWS);
        List<List<Double>> columns = curves.stream()
                .map(curve -> Thinned.to(rows, curve.values.subList(0, points)))
                .toList();
        List<Row> table = new ArrayList<>(rows);
        for (int i = rows - 1; i >= 0; i--) {
            int row = i;
            Instant at = from.plusMillis(Math.round(stepSeconds * 1_000 * i * points / rows));
            table.add(new Row(
                    Figures.dayAndTime(at),
                    columns.stream()
                            .map(column -> Figures.rate(column.get(row)))
                            .toList()));
        }
        return table;
    }
}
