package atoll.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FiguresTest {
    @Test
    void spreadTakesTheMiddleOfTheRounds() {
        assertThat(Spread.of(5, 1, 9)).isEqualTo(new Spread(5, 1, 9));
        assertThat(Spread.of(4, 1, 2, 9)).isEqualTo(new Spread(3, 1, 9));
    }

    @Test
    void percentilesAreExactWithinOnePercent() {
        Latencies times = new Latencies();
        for (int micros = 1; micros <= 10_000; micros++) {
            times.record(micros * 1000L);
        }

        assertThat(times.count()).isEqualTo(10_000);
        assertThat(times.millisAt(0.5)).isCloseTo(5, within(0.05));
        assertThat(times.millisAt(0.99)).isCloseTo(9.9, within(0.099));
        assertThat(times.millisAt(1)).isCloseTo(10, within(0.1));
    }

    @Test
    void shortAndLongTimesFitIntoTheHistogram() {
        Latencies times = new Latencies();
        times.record(-5);
        times.record(127);
        times.record(Long.MAX_VALUE);

        assertThat(times.millisAt(0.3)).isZero();
        assertThat(times.millisAt(0.6)).isEqualTo(127 / 1e6);
        assertThat(times.millisAt(1)).isCloseTo(Long.MAX_VALUE / 1e6, within(Long.MAX_VALUE / 1e8));
    }

    @Test
    void anEmptyHistogramHasNoPercentiles() {
        assertThat(new Latencies().millisAt(0.99)).isZero();
    }

    @Test
    void paceFixesEveryMomentFromTheStart() {
        Pace pace = new Pace(1_000, 200);

        assertThat(pace.at(0)).isEqualTo(1_000);
        assertThat(pace.at(3)).isEqualTo(1_000 + 15_000_000);
        assertThat(pace.within(Duration.ofSeconds(10))).isEqualTo(2_000);
        assertThat(pace.within(Duration.ZERO)).isEqualTo(1);
    }

    @Test
    void processorTimeIsReadBehindANameWithSpacesAndParentheses(@TempDir Path proc) throws IOException {
        Path directory = Files.createDirectories(proc.resolve("42"));
        Files.writeString(
                directory.resolve("stat"), "42 (a (b) c) S 1 2 3 4 5 6 7 8 9 10 150 50 7 7 20 0 30 0 12345 99 77\n");
        Files.writeString(directory.resolve("status"), "Name:\ta\nVmRSS:\t  2048 kB\nThreads:\t3\n");

        ProcessUsage usage = new ProcessUsage(proc, 42);

        assertThat(usage.cpuSeconds()).hasValue(2.0);
        assertThat(usage.residentBytes()).hasValue(2048 * 1024);
    }

    @Test
    void aProcessThatIsGoneHasNoFigures(@TempDir Path proc) {
        assertThat(new ProcessUsage(proc, 42).cpuSeconds()).isEmpty();
        assertThat(new ProcessUsage(proc, 42).residentBytes()).isEmpty();
    }

    @Test
    void metricsAreSummedByWholeNameAndLabel() {
        MetricsPage page = new MetricsPage("""
                # HELP atoll_log_sync_seconds Time
                atoll_log_sync_seconds_count 12
                atoll_log_sync_seconds_sum 0.5
                atoll_work_attempt_seconds_count{result="done",rule="a"} 3
                atoll_work_attempt_seconds_count{result="failed",rule="a"} 4
                atoll_work_attempt_seconds_count{result="done",rule="b"} 1.0E2
                """);

        assertThat(page.sum("atoll_log_sync_seconds_count")).isEqualTo(12);
        assertThat(page.sum("atoll_work_attempt_seconds_count", "result=\"done\""))
                .isEqualTo(103);
        assertThat(page.sum("atoll_log_sync")).isZero();
    }

    @Test
    void roundsOfWarmUpAreDropped() {
        FigureSeries series = new FigureSeries();
        series.counting(false);
        series.add("rate", "events/s", ">= 1", 1_000_000);
        series.counting(true);
        series.add("rate", "events/s", ">= 1", 20);
        series.add("rate", "events/s", ">= 1", 10);

        assertThat(series.figures()).containsExactly(new Figure("rate", "events/s", new Spread(15, 10, 20), ">= 1"));
    }

    @Test
    void theReportIsATableWithMachineAndCommand() {
        Machine machine = new Machine("2026-01-02", 2, "4000 MiB", "Linux 6", "X 25", "abc", "0.1 0.1 0.1", 812.4);
        Report report = new Report(
                "intake",
                "./atoll bench intake",
                machine,
                List.of(new Figure("one by one", "events/s", Spread.of(12_345.6, 0.5, 20_000), ">= 12 000")),
                List.of("a note"));

        assertThat(report.markdown())
                .contains("### intake", "`./atoll bench intake`; 2026-01-02, commit abc, 2 cores", "812 µs")
                .contains("| one by one | 12 346 | 0.500 – 20 000 | events/s | >= 12 000 |")
                .endsWith("- a note\n");
        assertThat(report.json()).contains("\"median\" : 12345.6");
    }
}
