package atoll.log.embedded.disk;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.file.Disk;
import atoll.base.wire.Decoder;
import atoll.base.wire.Encoder;
import atoll.log.GroupCommit;
import atoll.log.TopicPartition;
import atoll.log.TopicSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Everything that is durable without the journals before `firstJournal`: the synced ends of all segments, topics,
/// positions of groups, epochs of producers.
///
/// ```
/// "ATOLLCKP" | version | first journal | topics | partitions with segments | commits | epochs | crc fixed64
/// ```
public record Checkpoint(
        long firstJournal,
        Map<String, TopicSpec> topics,
        List<PartitionEnd> partitions,
        List<GroupCommit> commits,
        Map<String, Long> epochs) {
    public static final String NAME = "checkpoint";
    public static final Checkpoint EMPTY = new Checkpoint(1, Map.of(), List.of(), List.of(), Map.of());
    private static final byte[] MAGIC = {'A', 'T', 'O', 'L', 'L', 'C', 'K', 'P'};
    private static final int VERSION = 1;

    /// Where a partition stood.
    public record PartitionEnd(
            TopicPartition id, long first, long next, boolean beginSegment, List<SegmentEnd> segments) {}

    /// How far a segment file was written.
    public record SegmentEnd(long base, int size, long newestTimestamp, long lastAppendMillis) {}

    public void store(Disk disk, Path directory) throws IOException {
        Files.replace(disk, directory.resolve(NAME), encode());
    }

    public static Checkpoint load(Disk disk, Path directory) throws IOException {
        Path path = directory.resolve(NAME);
        if (!disk.exists(path)) {
            return EMPTY;
        }
        return decode(Files.read(disk, path), path);
    }

    /// @param path for messages
    public static Checkpoint decode(byte[] bytes, Path path) {
        int end = bytes.length - 8;
        if (end < MAGIC.length
                || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)
                || new Decoder(bytes, end, bytes.length).fixed64() != RecordFrame.crc(bytes, 0, end)) {
            throw new AtollException(
                    ErrorKind.UNAVAILABLE,
                    "checkpoint '" + path + "' is damaged; restore the data directory from a backup");
        }
        return decode(new Decoder(bytes, MAGIC.length, end), path);
    }

    private byte[] encode() {
        Encoder into = new Encoder(4096).raw(MAGIC).number(VERSION).number(firstJournal);
        into.number(topics.size());
        topics.forEach((name, spec) -> JournalEntry.encode(spec, into.string(name)));
        into.number(partitions.size());
        for (PartitionEnd partition : partitions) {
            JournalEntry.partition(into, partition.id())
                    .number(partition.first())
                    .number(partition.next())
                    .u8(partition.beginSegment() ? 1 : 0)
                    .number(partition.segments().size());
            for (SegmentEnd segment : partition.segments()) {
                into.number(segment.base()).number(segment.size());
                into.fixed64(segment.newestTimestamp()).fixed64(segment.lastAppendMillis());
            }
        }
        into.number(commits.size());
        commits.forEach(commit -> JournalEntry.encode(commit, into));
        into.number(epochs.size());
        epochs.forEach((name, epoch) -> into.string(name).number(epoch));
        byte[] content = into.toBytes();
        return into.fixed64(RecordFrame.crc(content, 0, content.length)).toBytes();
    }

    private static Checkpoint decode(Decoder from, Path path) {
        long version = from.number();
        if (version > VERSION) {
            throw new AtollException(
                    ErrorKind.UNAVAILABLE,
                    "checkpoint '" + path + "' has format " + version + ", this program reads up to " + VERSION
                            + "; use a newer one");
        }
        long firstJournal = from.number();
        Map<String, TopicSpec> topics = new TreeMap<>();
        for (int left = from.count(); left > 0; left--) {
            topics.put(from.string(), JournalEntry.topicSpec(from));
        }
        List<PartitionEnd> partitions = new ArrayList<>();
        for (int left = from.count(); left > 0; left--) {
            partitions.add(partition(from));
        }
        List<GroupCommit> commits = new ArrayList<>();
        for (int left = from.count(); left > 0; left--) {
            from.u8();
            String group = from.string();
            commits.add(new GroupCommit(group, JournalEntry.partition(from), from.fixed64(), from.string()));
        }
        Map<String, Long> epochs = new TreeMap<>();
        for (int left = from.count(); left > 0; left--) {
            epochs.put(from.string(), from.number());
        }
        return new Checkpoint(firstJournal, topics, partitions, commits, epochs);
    }

    private static PartitionEnd partition(Decoder from) {
        TopicPartition id = JournalEntry.partition(from);
        long first = from.number();
        long next = from.number();
        boolean beginSegment = from.u8() == 1;
        List<SegmentEnd> segments = new ArrayList<>();
        for (int left = from.count(); left > 0; left--) {
            segments.add(new SegmentEnd(from.number(), (int) from.number(), from.fixed64(), from.fixed64()));
        }
        return new PartitionEnd(id, first, next, beginSegment, segments);
    }
}
