package atoll.log.embedded;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.base.id.Randomness;
import atoll.base.time.Deadline;
import atoll.log.Batch;
import atoll.log.NewRecord;
import atoll.log.PartitionDamaged;
import atoll.log.ShiftedTime;
import atoll.log.TopicPartition;
import atoll.log.TopicSpec;
import atoll.log.embedded.disk.Checkpoint;
import atoll.log.embedded.disk.JournalFile;
import atoll.log.embedded.disk.RecordFrame;
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

/// Each kind of file says which format it has, and an older program leaves a newer one alone.
class NewerFormatTest {
    private static final Path DIRECTORY = Path.of("/log");
    private static final TopicPartition T = new TopicPartition("t", 0);
    private static final byte NEWER = 99;

    private final ShiftedTime time = new ShiftedTime();
    private final SimulatedDisk disk = new SimulatedDisk(Randomness.seeded(7));

    @BeforeEach
    void writeAndClose() throws Exception {
        EmbeddedEventLog log = open();
        log.createTopic("t", TopicSpec.keepAll(1));
        var _ = log.append(
                Batch.of(new NewRecord(T, 1, null, List.of(), new byte[10])),
                Deadline.after(time, Duration.ofSeconds(5)));
        log.close();
    }

    @Test
    void ofAJournal() throws IOException {
        Path journal = DIRECTORY
                .resolve("journal")
                .resolve(disk.list(DIRECTORY.resolve("journal")).getLast());
        byte[] bytes = content(journal);
        ByteBuffer header = ByteBuffer.wrap(bytes).putInt(8, NEWER);
        header.putInt(JournalFile.HEADER - 4, RecordFrame.crc(bytes, 0, JournalFile.HEADER - 4));
        store(journal, bytes);
        assertThatThrownBy(this::open).hasMessageContaining(refusal(journal));
    }

    @Test
    void ofACheckpoint() throws IOException {
        Path checkpoint = DIRECTORY.resolve(Checkpoint.NAME);
        byte[] bytes = content(checkpoint);
        bytes[8] = NEWER;
        int end = bytes.length - 8;
        ByteBuffer.wrap(bytes).putLong(end, RecordFrame.crc(bytes, 0, end));
        store(checkpoint, bytes);
        assertThatThrownBy(this::open).hasMessageContaining(refusal(checkpoint));
    }

    @Test
    void ofASegment() throws Exception {
        Path segment = DIRECTORY.resolve("topics/t/0").resolve(SegmentFile.name(0));
        byte[] bytes = content(segment);
        ByteBuffer header = ByteBuffer.wrap(bytes).putInt(8, NEWER);
        header.putInt(SegmentFile.HEADER - 4, RecordFrame.crc(bytes, 0, SegmentFile.HEADER - 4));
        store(segment, bytes);
        EmbeddedEventLog log = open();
        assertThatThrownBy(() -> log.read(T, 0, 1, 1 << 20))
                .isInstanceOf(PartitionDamaged.class)
                .hasMessageContaining("'" + segment + "' has format " + NEWER)
                .hasMessageContaining("use a newer one");
    }

    private static String refusal(Path file) {
        return "'" + file + "' has format " + NEWER + ", this program reads up to";
    }

    private byte[] content(Path path) throws IOException {
        return disk.content(path).clone();
    }

    private void store(Path path, byte[] bytes) throws IOException {
        try (var file = disk.open(path)) {
            file.write(ByteBuffer.wrap(bytes), 0);
        }
    }

    private EmbeddedEventLog open() {
        var config = new EmbeddedLogConfig(true, 1 << 20, 1 << 20, Duration.ofHours(1), 0, 100, 1 << 20, 4);
        return EmbeddedEventLog.open(DIRECTORY, config, disk, time, new SimpleMeterRegistry());
    }
}
