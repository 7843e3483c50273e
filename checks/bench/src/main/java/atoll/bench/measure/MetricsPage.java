package atoll.bench.measure;

/// A page in Prometheus' text format, as `/metrics` gives it.
public record MetricsPage(String text) {

    /// The sum over all series of this name; 0 if there is none.
    public double sum(String name) {
        return sum(name, "");
    }

    /// The sum over the series of this name that have the label.
    ///
    /// @param label as it is written, for example `result="done"`; empty for any
    public double sum(String name, String label) {
        return text.lines()
                .filter(line -> isOf(line, name) && line.contains(label))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static boolean isOf(String line, String name) {
        return line.startsWith(name)
                && line.length() > name.length()
                && (line.charAt(name.length()) == '{' || line.charAt(name.length()) == ' ');
    }
}
