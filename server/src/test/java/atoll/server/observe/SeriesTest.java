package atoll.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SeriesTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Series series = new Series(Duration.ofSeconds(5), 4);

    private static Instant at(long seconds) {
        return START.plusSeconds(seconds);
    }

    @Test
    void addsWhatFallsIntoTheSameStepAndMarksStepsWithoutMeasurements() {
        series.add(at(0), 2);
        series.add(at(4), 3);
        series.add(at(10), 7);
        Series.Window window = series.window(at(12), 3);
        assertThat(window.from()).isEqualTo(at(0));
        assertThat(window.values()).containsExactly(5, Series.MISSING, 7);
    }

    @Test
    void forgetsWhatIsOlderThanTheRing() {
        for (int step = 0; step < 10; step++) {
            series.put(at(5L * step), step);
        }
        assertThat(series.window(at(45), 10).values()).containsExactly(6, 7, 8, 9);
        assertThat(series.window(at(30), 2).values()).containsExactly(Series.MISSING, 6);
    }

    @Test
    void showsNoOldRoundOfTheRingAfterALongGap() {
        series.put(at(0), 1);
        series.put(at(5), 2);
        series.put(at(100), 3);
        assertThat(series.window(at(100), 4).values())
                .containsExactly(Series.MISSING, Series.MISSING, Series.MISSING, 3);
    }

    @Test
    void forgetsMeasurementsOfAClockThatWasSetBack() {
        series.put(at(20), 4);
        series.put(at(5), 1);
        assertThat(series.sum(at(20), 4)).isEqualTo(4);
    }

    @Test
    void hasNothingOfTheFuture() {
        series.put(at(0), 1);
        assertThat(series.window(at(15), 4).values())
                .containsExactly(1, Series.MISSING, Series.MISSING, Series.MISSING);
    }
}
