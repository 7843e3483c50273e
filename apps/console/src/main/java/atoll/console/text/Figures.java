package atoll.console.text;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Numbers and times in the fewest characters that say enough; times are UTC.
public final class Figures {
    private static final String NONE = "–";
    private static final char GROUP = '\u202f';
    private static final String[] SIZES = {"B", "KiB", "MiB", "GiB", "TiB"};
    private static final DateTimeFormatter DAY_AND_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Figures() {}

    /// `0`, `12`, `1 234 567`.
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number).replace(',', GROUP);
    }

    /// `0`, `0.4`, `12`, `1 234`: a rate or another number of which small values matter.
    public static String rate(double number) {
        if (Double.isNaN(number)) {
            return NONE;
        }
        if (number == 0) {
            return "0";
        }
        if (Math.abs(number) < 0.05) {
            return "<0.1";
        }
        return Math.abs(number) < 9.95 ? String.format(Locale.ROOT, "%.1f", number) : count(Math.round(number));
    }

    /// `0 %`, `0.3 %`, `12 %`, of a fraction.
    public static String percent(double fraction) {
        return rate(fraction * 100) + " %";
    }

    /// `–`, `0.4 s`, `12 s`, `3 min 20 s`, `2 h 10 min`, `3 d 4 h`.
    public static String age(double seconds) {
        if (seconds <= 0) {
            return NONE;
        }
        if (seconds < 10) {
            return String.format(Locale.ROOT, "%.1f s", Math.max(0.1, seconds));
        }
        long whole = Math.round(seconds);
        if (whole < 120) {
            return whole + " s";
        }
        if (whole < 7_200) {
            return two(whole / 60, "min", whole % 60, "s");
        }
        return whole < 172_800
                ? two(whole / 3_600, "h", whole % 3_600 / 60, "min")
                : two(whole / 86_400, "d", whole % 86_400 / 3_600, "h");
    }

    private static String two(long large, String largeUnit, long small, String smallUnit) {
        return large + " " + largeUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }

    /// `3 ms`, `1.2 s`.
    public static String millis(double millis) {
        return millis < 1_000 ? Math.round(millis) + " ms" : age(millis / 1_000);
    }

    /// `3 s ago`, `in 5 min`; `–` for no time.
    public static String ago(@Nullable Instant at, Instant now) {
        if (at == null) {
            return NONE;
        }
        double seconds = Duration.between(at, now).toMillis() / 1_000.0;
        if (Math.abs(seconds) < 1) {
            return "now";
        }
        return seconds > 0 ? age(seconds) + " ago" : "in " + age(-seconds);
    }

    /// `2026-11-23 03:00:00`; `–` for no time.
    public static String dayAndTime(@Nullable Instant at) {
        return at == null ? NONE : DAY_AND_TIME.format(at);
    }

    /// `03:00:00.123`; `–` for no time.
    public static String time(@Nullable Instant at) {
        return at == null ? NONE : TIME.format(at);
    }

    /// `812 B`, `1.5 MiB`.
    public static String size(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < SIZES.length - 1) {
            value /= 1024;
            unit++;
        }
        return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", value, SIZES[unit]);
    }
}
