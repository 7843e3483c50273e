package atoll.bench.measure;

import java.util.Locale;

/// One measured figure, a row of the report.
///
/// @param what what was measured
/// @param unit of the value, for example `events/s`
/// @param value over the counted rounds
/// @param wanted what it is compared with, for example `>= 12 000`; empty if with nothing
public record Figure(String what, String unit, Spread value, String wanted) {

    /// A row of a Markdown table: what, median, least and most, unit, wanted.
    String row() {
        return "| " + what + " | " + number(value.median()) + " | " + number(value.least()) + " – "
                + number(value.most()) + " | " + unit + " | " + wanted + " |";
    }

    static String number(double value) {
        if (Math.abs(value) >= 1000) {
            return String.format(Locale.ROOT, "%,.0f", value).replace(',', ' ');
        }
        return String.format(
                Locale.ROOT, Math.abs(value) >= 100 ? "%.0f" : Math.abs(value) >= 10 ? "%.1f" : "%.3f", value);
    }
}
