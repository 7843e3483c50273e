package atoll.work.ledger.state;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.work.Limiter;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FailuresTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Limiter.Window TWO = new Limiter.Window(MINUTE, 2, SECOND);

    private static Failures at(long... millis) {
        Failures failures = Failures.NONE;
        for (long each : millis) {
            failures = failures.plus(START.plusMillis(each), SECOND, MINUTE);
        }
        return failures;
    }

    @Test
    void aWindowIsFullAtItsLimitUntilTheOldestFailureThatMattersIsOver() {
        assertThat(at(500).fullUntil(TWO, START.plusSeconds(1))).isNull();
        Failures full = at(500, 20_500, 30_500);
        Instant until = full.fullUntil(TWO, START.plusSeconds(31));
        assertThat(until)
                .as("two of three must be over")
                .isEqualTo(START.plusSeconds(21).plus(MINUTE));
        assertThat(full.fullUntil(TWO, START.plusSeconds(81))).isNull();
    }

    @Test
    void aFailureNeverCountsTooShort() {
        Failures two = at(999, 999);
        assertThat(two.fullUntil(TWO, START.plusMillis(999).plus(MINUTE).minusMillis(1)))
                .isNotNull();
        assertThat(two.fullUntil(TWO, START.plusSeconds(1).plus(MINUTE))).isNull();
    }

    @Test
    void whatIsBeyondTheHorizonIsForgotten() {
        assertThat(at(0, 10_000, 200_000).moments()).hasSize(1);
    }

    @Test
    void failuresAtAClockThatWasSetBackCountToo() {
        assertThat(at(30_000, 10_000).fullUntil(TWO, START.plusSeconds(10))).isEqualTo(START.plusSeconds(91));
    }

    @Test
    void theNumberOfMomentsIsBoundedAndNoFailureIsLost() {
        Failures many = Failures.NONE;
        for (int i = 0; i < 1_000; i++) {
            many = many.plus(START.plusMillis(10L * i), Duration.ofMillis(5), MINUTE);
        }
        assertThat(many.moments()).hasSize(256);
        assertThat(many.moments().stream().mapToLong(Failures.Moment::count).sum())
                .isEqualTo(1_000);
    }

    @Test
    void isReadBackAsWritten() {
        Failures failures = at(1, 2_000, 3_000, 3_001);
        assertThat(Failures.decode(failures.encode())).isEqualTo(failures);
    }
}
