package atoll.changeprop;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A time as written in an event.
///
/// @param coarse true if it was written without a fraction of a second
public record EventTime(Instant at, boolean coarse) {
    private static final int LONGEST = 64;
    private static final Pattern FORM = Pattern.compile(
            "([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt ]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\\.([0-9]{1,18}))?([Zz]|[+-][0-9]{2}(?::?[0-9]{2})?)?");

    /// An ISO date with time; without a zone it is UTC. Null if it is anything else: a time that cannot be read is no
    /// time, never a wrong one.
    public static @Nullable EventTime parse(@Nullable String text) {
        if (text == null || text.length() > LONGEST) {
            return null;
        }
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return null;
        }
        String fraction = form.group(7);
        try {
            LocalDateTime local = LocalDateTime.of(
                    number(form, 1),
                    number(form, 2),
                    number(form, 3),
                    number(form, 4),
                    number(form, 5),
                    Math.min(59, number(form, 6)),
                    fraction == null ? 0 : nanos(fraction));
            return new EventTime(local.toInstant(zone(form.group(8))), fraction == null);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static int number(Matcher form, int group) {
        return Integer.parseInt(form.group(group));
    }

    private static int nanos(String fraction) {
        return Integer.parseInt((fraction + "00000000").substring(0, 9));
    }

    private static ZoneOffset zone(@Nullable String zone) {
        return zone == null || zone.equalsIgnoreCase("Z") ? ZoneOffset.UTC : ZoneOffset.of(zone);
    }
}
