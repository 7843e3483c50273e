package atoll.server.command.text;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Durations and sizes in words.
public final class Ages {
    private static final String[] SIZES = {"B", "KiB", "MiB", "GiB", "TiB"};

    private Ages() {}

    /// `now`, `42 s`, `7 min`, `3 h`, `12 days`.
    public static String words(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 1) {
            return "now";
        }
        if (seconds < 120) {
            return seconds + " s";
        }
        if (seconds < 2 * 3600) {
            return seconds / 60 + " min";
        }
        return seconds < 2 * 86_400 ? seconds / 3600 + " h" : seconds / 86_400 + " days";
    }

    /// `3 s ago`, `in 5 min`, `now`; `-` for no time.
    public static String from(JsonNode time, Instant now) {
        Instant at = instant(time);
        if (at == null) {
            return "-";
        }
        Duration ago = Duration.between(at, now);
        String words = words(ago.abs());
        if (words.equals("now")) {
            return words;
        }
        return ago.isNegative() ? "in " + words : words + " ago";
    }

    public static @Nullable Instant instant(JsonNode time) {
        return time.isString() ? Instant.parse(time.asString()) : null;
    }

    /// `812 B`, `1.5 MiB`.
    public static String size(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < SIZES.length - 1) {
            value /= 1024;
            unit++;
        }
        return unit == 0 ? bytes + " B" : Math.round(value * 10) / 10.0 + " " + SIZES[unit];
    }
}
