package atoll.changeprop.executor;

import atoll.changeprop.executor.HttpCall.Answer;
import atoll.changeprop.lag.ReplicaLag;
import atoll.work.Outcome;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Answers that mean "not now": read-only and overloaded.
final class Pause {
    static final Duration SHORTEST = Duration.ofSeconds(1);
    static final Duration LONGEST = Duration.ofMinutes(15);
    static final Duration READ_ONLY = Duration.ofSeconds(5);
    /// While nobody listens one connection every now and then tells when the wiki is back.
    static final Duration UNREACHABLE = Duration.ofSeconds(2);
    static final Duration OVERLOADED = Duration.ofSeconds(5);

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

    private Pause() {}

    /// The outcome if the answer asks to wait, else null.
    static Outcome.@Nullable Postponed asked(Answer answer, Instant now) {
        int status = answer.status();
        Optional<Duration> given = answer.header("Retry-After").flatMap(text -> retryAfter(text, now));
        boolean readOnly = answer.header("X-Readonly").map(Pause::isTrue).orElse(false);
        if (status == 423 || readOnly && (status < 200 || status > 299)) {
            Duration wait = given.orElse(READ_ONLY);
            return new Outcome.Postponed(
                    status,
                    "the wiki is read-only (status " + status + "); next try in " + wait.toSeconds() + " s",
                    Outcome.Scope.WIKI,
                    wait);
        }
        if (status == 429 || status == 503 && given.isPresent()) {
            Duration wait = given.orElse(OVERLOADED);
            return new Outcome.Postponed(
                    status,
                    "asked to slow down (status " + status + "); next try in " + wait.toSeconds() + " s",
                    Outcome.Scope.LANE,
                    wait);
        }
        return null;
    }

    /// Takes note of the replica lag that an answer names, for the section of the wiki it is about.
    static void noteLag(Answer answer, String wiki, ReplicaLag lag, Instant now) {
        lag(answer).ifPresent(found -> lag.heard(lag.sectionOf(wiki), found, lagHolds(answer, now)));
    }

    /// How long what an answer says about lag counts.
    private static Duration lagHolds(Answer answer, Instant now) {
        return answer.header("Retry-After")
                .flatMap(text -> retryAfter(text, now))
                .filter(wait -> wait.compareTo(OVERLOADED) > 0)
                .orElse(OVERLOADED);
    }

    /// The replica lag that MediaWiki names when it refuses a request because of it.
    static Optional<Duration> lag(Answer answer) {
        return answer.header("X-Database-Lag")
                .map(String::strip)
                .filter(text -> SECONDS.matcher(text).matches())
                .map(text -> Duration.ofSeconds(Long.parseLong(text)));
    }

    /// Seconds, or a date; between [#SHORTEST] and [#LONGEST]. Empty if it is neither.
    static Optional<Duration> retryAfter(String text, Instant now) {
        String value = text.strip();
        if (SECONDS.matcher(value).matches()) {
            return Optional.of(clamped(Duration.ofSeconds(Long.parseLong(value))));
        }
        try {
            Instant at = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(clamped(Duration.between(now, at)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /// Between [#SHORTEST] and [#LONGEST].
    static Duration clamped(Duration wait) {
        if (wait.compareTo(SHORTEST) < 0) {
            return SHORTEST;
        }
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }

    private static boolean isTrue(String value) {
        return value.strip().equalsIgnoreCase("true") || value.strip().equals("1");
    }
}
