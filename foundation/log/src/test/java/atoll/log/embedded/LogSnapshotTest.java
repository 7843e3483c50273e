package atoll.log.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.base.error.AtollException;
import atoll.base.file.DiskFile;
import atoll.base.id.Randomness;
import atoll.base.time.Deadline;
import atoll.log.Batch;
import atoll.log.EventLog;
import atoll.log.GroupCommit;
import atoll.log.NewRecord;
import atoll.log.ShiftedTime;
import atoll.log.TopicPartition;
import atoll.log.TopicSpec;
import atoll.log.embedded.disk.Checkpoint;
import atoll.log.embedded.disk.Files;
import atoll.log.embedded.disk.SegmentFile;
import atoll.testkit.disk.SimulatedDisk;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A snapshot is the log of one moment, whatever the log does afterwards.
@SuppressWarnings("NullAway.Init") // JUnit calls open() first
class LogSnapshotTest {
    private static final Path DIRECTORY = Path.of("/log");
    private static final Path COPY = Path.of("/copy");
    private static final TopicPartition T = new TopicPartition("t", 0);
    private static final TopicPartition FILLER = new TopicPartition("filler", 0);
    private static final int SMALL_SEGMENT = 4096;
    private static final int SMALL_JOURNAL = 1024;

    private final ShiftedTime time = new ShiftedTime();
    private final SimulatedDisk disk = new SimulatedDisk(Randomness.seeded(5));
    private EmbeddedEventLog log;

    @BeforeEach
    void open() {
        log = open(DIRECTORY);
        log.createTopic("t", TopicSpec.keepAll(1));
        log.createTopic("filler", TopicSpec.keepAll(1));
    }

    @Test
    void holdsWhatWasAcknowledgedBeforeAndNothingLater() throws Exception {
        append("one");
        append("two");
        try (LogSnapshot snapshot = log.snapshot()) {
            append("three");
            copy(snapshot);
        }
        EmbeddedEventLog restored = open(COPY);
        assertThat(restored.range(T).next()).isEqualTo(2);
        assertThat(value(restored, 0)).isEqualTo("one");
        assertThat(value(restored, 1)).isEqualTo("two");
        assertThat(restored.committed("g", T).orElseThrow().nextOffset()).isEqualTo(2);
    }

    @Test
    void keepsItsFilesThroughCheckpointsAndRetention() throws Exception {
        for (int i = 0; i < 8; i++) {
            append("x".repeat(1000) + i);
        }
        checkpoint();
        LogSnapshot snapshot = log.snapshot();
        log.deleteBefore(T, 7);
        append("later");
        checkpoint();
        append("latest");
        checkpoint();

        copy(snapshot);
        EmbeddedEventLog restored = open(COPY);
        assertThat(restored.range(T)).isEqualTo(new EventLog.OffsetRange(0, 8));
        assertThat(value(restored, 0)).endsWith("0");
        assertThat(value(restored, 7)).endsWith("7");

        Path oldest = DIRECTORY.resolve("topics/t/0").resolve(SegmentFile.name(0));
        assertThat(disk.exists(oldest)).isTrue();
        snapshot.close();
        append("after");
        checkpoint();
        assertThat(disk.exists(oldest)).isFalse();
        assertThat(disk.list(DIRECTORY.resolve("journal"))).hasSize(1);
    }

    @Test
    void twoAtATimeHoldTheFilesUntilBothAreClosed() throws Exception {
        append("one");
        checkpoint();
        LogSnapshot first = log.snapshot();
        LogSnapshot second = log.snapshot();
        first.close();
        first.close();
        append("two");
        checkpoint();
        copy(second);
        second.close();
        assertThat(value(open(COPY), 0)).isEqualTo("one");
    }

    @Test
    void saysWhichFileIsShorterThanItMustBe() throws Exception {
        append("one");
        checkpoint();
        String name = "topics/t/0/" + SegmentFile.name(0);
        disk.cut(DIRECTORY.resolve(name), SegmentFile.HEADER + 2);
        try (LogSnapshot snapshot = log.snapshot()) {
            assertThatThrownBy(() -> snapshot.read(name, 0, 1 << 20))
                    .isInstanceOf(AtollException.class)
                    .hasMessageContaining(name)
                    .hasMessageContaining("it ends at 26 bytes");
            assertThatThrownBy(() -> snapshot.read("../secret", 0, 1)).hasMessageContaining("no file '../secret'");
            assertThatThrownBy(() -> snapshot.read(Checkpoint.NAME, -1, 1)).hasMessageContaining("position '-1'");
        }
    }

    /// Finishes one that is due, then makes another due and finishes it.
    private void checkpoint() throws Exception {
        log.maintenanceStep();
        NewRecord filler = new NewRecord(FILLER, time.millis(), null, List.of(), new byte[SMALL_JOURNAL]);
        var _ = log.append(Batch.of(filler), Deadline.after(time, Duration.ofSeconds(5)));
        log.maintenanceStep();
    }

    private void copy(LogSnapshot snapshot) throws IOException {
        for (LogSnapshot.FileSize file : snapshot.files()) {
            Path target = COPY.resolve(file.name());
            disk.createDirectories(Files.parent(target));
            try (DiskFile into = disk.open(target)) {
                for (long at = 0; at < file.bytes(); at += 100) {
                    into.write(ByteBuffer.wrap(snapshot.read(file.name(), at, 100)), at);
                }
            }
        }
    }

    private EmbeddedEventLog open(Path directory) {
        var config = new EmbeddedLogConfig(true, SMALL_SEGMENT, SMALL_JOURNAL, Duration.ofHours(1), 0, 100, 1 << 20, 4);
        return EmbeddedEventLog.open(directory, config, disk, time, new SimpleMeterRegistry());
    }

    private void append(String value) throws Exception {
        long next = log.range(T).next() + 1;
        NewRecord record = new NewRecord(T, time.millis(), null, List.of(), value.getBytes(UTF_8));
        var _ = log.append(
                new Batch(List.of(record), List.of(new GroupCommit("g", T, next, ""))),
                Deadline.after(time, Duration.ofSeconds(5)));
    }

    private static String value(EmbeddedEventLog from, long offset) {
        return new String(from.read(T, offset, 1, 1 << 20).getFirst().value(), UTF_8);
    }
}
