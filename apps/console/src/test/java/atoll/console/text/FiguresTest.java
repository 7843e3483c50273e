package atoll.console.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
    @ParameterizedTest
    @CsvSource({"0,0", "0.01,<0.1", "0.44,0.4", "9.9,9.9", "9.96,10", "12.6,13", "123456.7,123\u202f457"})
    void writesRates(double rate, String text) {
        assertThat(Figures.rate(rate)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0,–",
        "0.04,0.1 s",
        "9.94,9.9 s",
        "59.6,60 s",
        "119,119 s",
        "200,3 min 20 s",
        "240,4 min",
        "7800,2 h 10 min",
        "86400,24 h",
        "270000,3 d 3 h"
    })
    void writesAges(double seconds, String text) {
        assertThat(Figures.age(seconds)).isEqualTo(text);
    }

    @Test
    void writesOtherFigures() {
        assertThat(Figures.count(-1_234_567)).isEqualTo("-1\u202f234\u202f567");
        assertThat(Figures.percent(0.123)).isEqualTo("12 %");
        assertThat(Figures.millis(1_500)).isEqualTo("1.5 s");
        assertThat(Figures.size(1_600_000)).isEqualTo("1.5 MiB");
        assertThat(Figures.size(812)).isEqualTo("812 B");
        Instant now = Instant.parse("2026-01-02T03:04:05Z");
        assertThat(Figures.ago(now.minusSeconds(5), now)).isEqualTo("5.0 s ago");
        assertThat(Figures.ago(now.plusSeconds(300), now)).isEqualTo("in 5 min");
        assertThat(Figures.ago(null, now)).isEqualTo("–");
        assertThat(Figures.dayAndTime(now)).isEqualTo("2026-01-02 03:04:05");
    }

    @Test
    void drawsCurvesFromTheirLowestToTheirHighest() {
        assertThat(Spark.of(List.of(0.0, 5.0, 10.0), 0).path()).isEqualTo("M0.0 19.0L50.0 10.0L100.0 1.0");
        assertThat(Spark.of(List.of(0.0, 0.0), 0).path()).isEmpty();
        assertThat(Spark.of(List.of(1.0), 0).path()).isEmpty();
        assertThat(Spark.of(Collections.nCopies(1_000, 1.0), 0).path().chars().filter(c -> c == 'L'))
                .hasSize(59);
    }

    @Test
    void keepsTheTableOfAChartShort() {
        List<Double> values = IntStream.range(0, 60).asDoubleStream().boxed().toList();
        Chart chart = new Chart("Title", "unit", Instant.EPOCH, 60, List.of(new Chart.Curve("a", "a", values)));
        assertThat(chart.rows()).hasSize(30);
        assertThat(chart.rows().getFirst()).isEqualTo(new Chart.Row("1970-01-01 00:58:00", List.of("59")));
    }
}
