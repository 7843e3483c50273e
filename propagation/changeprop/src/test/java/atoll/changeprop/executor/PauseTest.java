package atoll.changeprop.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PauseTest {
    private static final Instant NOW = Instant.parse("2026-11-22T18:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "5, 5",
        "' 5 ', 5",
        "0, 1",
        "100000, 900",
        "'Sun, 22 Nov 2026 18:00:30 GMT', 30",
        "'Sun, 22 Nov 2026 17:00:00 GMT', 1",
        "'Mon, 22 Nov 2027 18:00:30 GMT', 900",
    })
    void retryAfterIsSecondsOrADateWithinBounds(String text, long seconds) {
        assertThat(Pause.retryAfter(text, NOW)).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-5", "1.5", "99999999999999999999", "Sun, 99 Nov 2026 18:00:30 GMT"})
    void anythingElseIsNoWait(String text) {
        assertThat(Pause.retryAfter(text, NOW)).isEmpty();
    }
}
