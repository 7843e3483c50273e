package atoll.changeprop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTimeTest {

    @ParameterizedTest
    @CsvSource({
        "2026-11-22T17:54:54Z, 2026-11-22T17:54:54Z, true",
        "2026-11-22T17:54:54.1Z, 2026-11-22T17:54:54.100Z, false",
        "2026-11-22T17:54:54.123456789123Z, 2026-11-22T17:54:54.123456789Z, false",
        "2026-11-22T17:54:54+02:00, 2026-11-22T15:54:54Z, true",
        "2026-11-22T17:54:54.5-0130, 2026-11-22T19:24:54.500Z, false",
        "2026-11-22 17:54:54, 2026-11-22T17:54:54Z, true",
        "2016-12-31T23:59:60Z, 2016-12-31T23:59:59Z, true",
    })
    void readsIsoTimes(String text, Instant at, boolean coarse) {
        assertThat(EventTime.parse(text)).isEqualTo(new EventTime(at, coarse));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "2026-02-30T00:00:00Z",
                "2026-13-01T00:00:00Z",
                "2026-11-22",
                "2026-11-22T25:00:00Z",
                "1795370094",
                "2026-11-22T17:54:54+99:00",
                "NaN",
                "2026-11-22T17:54:54Zx",
            })
    void anythingElseIsNoTime(String text) {
        assertThat(EventTime.parse(text)).isNull();
    }
}
