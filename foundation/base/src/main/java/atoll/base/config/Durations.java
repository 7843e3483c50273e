package atoll.base.config;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Spans of time as operators write them: a whole number and one of `ms`, `s`, `m`, `h`, `d`.
public final class Durations {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,12}) ?(ms|s|m|h|d)");
    private static final long MILLIS_PER_SECOND = 1000;
    private static final long MILLIS_PER_MINUTE = 60 * MILLIS_PER_SECOND;
    private static final long MILLIS_PER_HOUR = 60 * MILLIS_PER_MINUTE;
    private static final long MILLIS_PER_DAY = 24 * MILLIS_PER_HOUR;

    private Durations() {}

    public static Duration parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new AtollException(
                    ErrorKind.INVALID, "'" + text + "' is not a duration (examples: 500ms, 5s, 10m, 2h, 7d)");
        }
        long count = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    /// In the largest unit that divides it, whole milliseconds at best.
    public static String format(Duration duration) {
        long millis = duration.toMillis();
        if (millis != 0 && millis % MILLIS_PER_DAY == 0) {
            return millis / MILLIS_PER_DAY + "d";
        }
        if (millis != 0 && millis % MILLIS_PER_HOUR == 0) {
            return millis / MILLIS_PER_HOUR + "h";
        }
        if (millis != 0 && millis % MILLIS_PER_MINUTE == 0) {
            return millis / MILLIS_PER_MINUTE + "m";
        }
        return millis % MILLIS_PER_SECOND == 0 ? millis / MILLIS_PER_SECOND + "s" : millis + "ms";
    }
}
