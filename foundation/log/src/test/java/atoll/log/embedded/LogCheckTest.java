package atoll.log.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.base.id.Randomness;
import atoll.base.time.Deadline;
import atoll.log.Batch;
import atoll.log.NewRecord;
import atoll.log.ShiftedTime;
import atoll.log.TopicPartition;
import atoll.log.TopicSpec;
import atoll.log.embedded.disk.Checkpoint;
import atoll.log.embedded.disk.SegmentFile;
import atoll.testkit.disk.SimulatedDisk;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogCheckTest {
    private static final Path DIRECTORY = Path.of("/log");
    private static final TopicPartition T = new TopicPartition("t", 0);

    private final ShiftedTime time = new ShiftedTime();
    private final SimulatedDisk disk = new SimulatedDisk(Randomness.seeded(9));

    /// Two records in a segment that a checkpoint names, one in the journal alone.
    @BeforeEach
    void write() throws Exception {
        EmbeddedEventLog log = open();
        log.createTopic("t", TopicSpec.keepAll(1));
        append(log, "one");
        append(log, "two");
        log.close();
        append(open(), "three");
        disk.restart();
    }

    @Test
    void aSoundLogHasNothingToReport() {
        LogCheck.Report report = LogCheck.run(DIRECTORY, disk);
        assertThat(report.problems()).isEmpty();
        assertThat(report.notes()).isEmpty();
        assertThat(report.records()).isEqualTo(2);
        assertThat(report.groups()).isEqualTo(1);
    }

    @Test
    void namesTheFileAndThePositionOfADamagedRecord() throws Exception {
        Path segment = DIRECTORY.resolve("topics/t/0").resolve(SegmentFile.name(0));
        disk.flipBit(segment, SegmentFile.HEADER + 30, 1);
        assertThat(LogCheck.run(DIRECTORY, disk).problems())
                .singleElement()
                .asString()
                .contains("'" + segment + "'", "offset 0", "position " + SegmentFile.HEADER);
    }

    @Test
    void tellsATornTailFromDamage() throws Exception {
        Path journal = DIRECTORY
                .resolve("journal")
                .resolve(disk.list(DIRECTORY.resolve("journal")).getLast());
        disk.cut(journal, disk.content(journal).length - 2);
        LogCheck.Report report = LogCheck.run(DIRECTORY, disk);
        assertThat(report.problems()).isEmpty();
        assertThat(report.notes()).singleElement().asString().contains(journal.toString(), "never acknowledged");

        disk.flipBit(DIRECTORY.resolve(Checkpoint.NAME), 12, 0);
        assertThat(LogCheck.run(DIRECTORY, disk).problems().getFirst())
                .contains("checkpoint '" + DIRECTORY.resolve(Checkpoint.NAME) + "' is damaged");
    }

    @Test
    void makesNoLogWhereThereIsNone() throws Exception {
        Path elsewhere = Path.of("/elsewhere");
        assertThatThrownBy(() -> LogCheck.run(elsewhere, disk)).hasMessageContaining("'/elsewhere' holds no log");
        assertThat(disk.exists(elsewhere)).isFalse();
    }

    private EmbeddedEventLog open() {
        var config = new EmbeddedLogConfig(true, 1 << 20, 1 << 20, Duration.ofHours(1), 0, 100, 1 << 20, 4);
        return EmbeddedEventLog.open(DIRECTORY, config, disk, time, new SimpleMeterRegistry());
    }

    private void append(EmbeddedEventLog log, String value) throws InterruptedException {
        var _ = log.append(
                Batch.of(new NewRecord(T, 1, null, List.of(), value.getBytes(UTF_8))),
                Deadline.after(time, Duration.ofSeconds(5)));
    }
}
