package atoll.log.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.id.Randomness;
import atoll.base.time.Deadline;
import atoll.log.Batch;
import atoll.log.NewRecord;
import atoll.log.ShiftedTime;
import atoll.log.TopicPartition;
import atoll.log.TopicSpec;
import atoll.testkit.disk.SimulatedDisk;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Retention by age holds for streams too that would take months to fill a segment.
class SlowStreamRetentionTest {
    private static final TopicPartition T = new TopicPartition("t", 0);
    private static final Duration AGE = Duration.ofDays(8);
    private static final int HOURS = 24;

    private final ShiftedTime time = new ShiftedTime();
    private final SimulatedDisk disk = new SimulatedDisk(Randomness.seeded(5));

    @Test
    void aRecordAnHourIsKeptForTheAgeAndAtMostAQuarterMore() throws Exception {
        EmbeddedEventLog log = open();
        log.createTopic("t", new TopicSpec(1, AGE, 0));
        for (int hour = 0; hour < 30 * HOURS; hour++) {
            appendAnHourLater(log);
        }
        assertKept(log);
        log.close();
    }

    @Test
    void restartsEveryDayDoNotKeepItLonger() throws Exception {
        EmbeddedEventLog log = open();
        log.createTopic("t", new TopicSpec(1, AGE, 0));
        for (int day = 0; day < 30; day++) {
            for (int hour = 0; hour < HOURS; hour++) {
                appendAnHourLater(log);
            }
            log.close();
            log = open();
        }
        appendAnHourLater(log);
        assertKept(log);
        log.close();
    }

    private static void assertKept(EmbeddedEventLog log) {
        long kept = log.range(T).next() - log.range(T).first();
        assertThat(kept).isBetween(8L * HOURS, 10L * HOURS + 4);
    }

    private void appendAnHourLater(EmbeddedEventLog log) throws Exception {
        time.forward(Duration.ofHours(1));
        NewRecord record = new NewRecord(T, time.millis(), null, List.of(), "value".getBytes(UTF_8));
        var _ = log.append(Batch.of(record), Deadline.after(time, Duration.ofSeconds(5)));
        log.maintenanceStep();
    }

    private EmbeddedEventLog open() {
        var config = new EmbeddedLogConfig(true, 1 << 20, 1 << 20, Duration.ofHours(1), 0, 100, 1 << 20, 4);
        return EmbeddedEventLog.open(Path.of("/log"), config, disk, time, new SimpleMeterRegistry());
    }
}
