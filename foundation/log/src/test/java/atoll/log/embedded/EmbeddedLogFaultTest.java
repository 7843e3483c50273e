package atoll.log.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.base.id.Randomness;
import atoll.base.time.Deadline;
import atoll.log.Batch;
import atoll.log.LogUnavailable;
import atoll.log.NewRecord;
import atoll.log.PartitionDamaged;
import atoll.log.ShiftedTime;
import atoll.log.TopicPartition;
import atoll.log.TopicSpec;
import atoll.testkit.disk.SimulatedDisk;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Each way the disk can fail, and what the operator is told.
@SuppressWarnings("NullAway.Init") // JUnit calls open() first
class EmbeddedLogFaultTest {
    private static final Path DIRECTORY = Path.of("/log");
    private static final Path JOURNAL = DIRECTORY.resolve("journal/000000000002.journal");
    private static final TopicPartition T = new TopicPartition("t", 0);

    private final ShiftedTime time = new ShiftedTime();
    private final SimulatedDisk disk = new SimulatedDisk(Randomness.seeded(3));
    private EmbeddedEventLog log;

    @BeforeEach
    void open() {
        var config = new EmbeddedLogConfig(true, 1 << 20, 1 << 20, Duration.ofHours(1), 0, 100, 1 << 20, 4);
        log = EmbeddedEventLog.open(DIRECTORY, config, disk, time, new SimpleMeterRegistry());
        log.createTopic("t", TopicSpec.keepAll(1));
    }

    @Test
    void aTornTailIsCut() throws Exception {
        append("one");
        append("two");
        disk.restart();
        disk.cut(JOURNAL, disk.content(JOURNAL).length - 3);
        open();
        assertThat(log.range(T).next()).isEqualTo(1);
        append("three");
        assertThat(value(1)).isEqualTo("three");
    }

    @Test
    void damageInTheMiddleOfTheJournalKeepsTheLogClosed() throws Exception {
        append("one");
        append("two");
        int position = disk.content(JOURNAL).length / 2;
        disk.restart();
        disk.flipBit(JOURNAL, position, 2);
        assertThatThrownBy(this::open)
                .hasMessageContaining(JOURNAL.toString())
                .hasMessageContaining("position")
                .hasMessageContaining("restore");
    }

    @Test
    void damageInASegmentStopsReadsThereAndNothingElse() throws Exception {
        append("one");
        append("two");
        Path segment = DIRECTORY.resolve("topics/t/0/00000000000000000000.segment");
        disk.flipBit(segment, disk.content(segment).length - 1, 0);
        assertThat(value(0)).isEqualTo("one");
        assertThatThrownBy(() -> value(1))
                .isInstanceOf(PartitionDamaged.class)
                .hasMessageContaining(segment.toString())
                .hasMessageContaining("position");
        append("three");
        assertThat(log.range(T).next()).isEqualTo(3);
    }

    @Test
    void defect07AFailedSyncAcknowledgesNothingAndRefusesAppendsUntilARestart() throws Exception {
        append("one");
        disk.faults().failSync(1);
        assertThatThrownBy(() -> append("two"))
                .isInstanceOf(LogUnavailable.class)
                .hasMessageContaining("restart");
        assertThat(log.refusal()).isPresent();
        assertThatThrownBy(() -> append("three")).isInstanceOf(LogUnavailable.class);
        assertThat(value(0)).isEqualTo("one");
        disk.restart();
        open();
        append("four");
        assertThat(log.refusal()).isEmpty();
    }

    @Test
    void aTopicThatIsNotCreatedInTimeIsRefusedAndMayComeLater() throws Exception {
        Deadline passed = Deadline.after(time, Duration.ZERO);
        assertThatThrownBy(() -> log.createTopic("late", TopicSpec.keepAll(1), passed))
                .isInstanceOf(LogUnavailable.class)
                .hasMessageContaining("deadline");
        assertThat(log.commitStep()).isTrue();
        assertThat(log.topic("late")).contains(TopicSpec.keepAll(1));
        log.createTopic("late", TopicSpec.keepAll(1), passed);
    }

    @Test
    void twoProcessesCannotShareADirectory() {
        assertThatThrownBy(this::open).hasMessageContaining("in use by another process");
    }

    @Test
    void aReadOnlyDirectoryIsRefused() {
        disk.restart();
        disk.faults().readOnly(true);
        assertThatThrownBy(this::open).hasMessageContaining("Read-only").hasMessageContaining("'/log'");
    }

    @Test
    void aNewerFormatIsRefused() throws Exception {
        disk.restart();
        try (var file = disk.open(DIRECTORY.resolve("format"))) {
            file.write(ByteBuffer.wrap("atoll-log 9".getBytes(UTF_8)), 0);
        }
        assertThatThrownBy(this::open).hasMessageContaining("format 9").hasMessageContaining("newer");
    }

    @Test
    void aFormatThatCouldNotBeSyncedIsWrittenAgain() {
        for (int seed = 0; seed < 20; seed++) {
            SimulatedDisk fresh = new SimulatedDisk(Randomness.seeded(seed));
            fresh.faults().failSync(2);
            assertThatThrownBy(() -> openOn(fresh)).hasMessageContaining("failure to sync directory");
            openOn(fresh);
            fresh.crash();
            openOn(fresh);
            assertThat(fresh.openFiles()).isNotEmpty();
        }
    }

    private void openOn(SimulatedDisk other) {
        var _ = EmbeddedEventLog.open(DIRECTORY, EmbeddedLogConfig.DEFAULTS, other, time, new SimpleMeterRegistry());
    }

    private void append(String value) throws InterruptedException {
        var record = new NewRecord(T, 1, null, List.of(), value.getBytes(UTF_8));
        var _ = log.append(Batch.of(record), Deadline.after(time, Duration.ofSeconds(5)));
    }

    private String value(long offset) {
        return new String(log.read(T, offset, 1, 1).getFirst().value(), UTF_8);
    }
}
