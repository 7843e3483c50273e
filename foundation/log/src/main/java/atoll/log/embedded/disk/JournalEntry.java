package atoll.log.embedded.disk;

import atoll.base.wire.Decoder;
import atoll.base.wire.Encoder;
import atoll.log.CommittedOffset;
import atoll.log.GroupCommit;
import atoll.log.TopicPartition;
import atoll.log.TopicSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What a journal frame's body consists of, one after the other. Strings and small numbers as in [Encoder]:
///
/// ```
/// 1 | topic | partition | fixed64 (count << 32 | length) | record frames
/// 2 | group | topic | partition | fixed64 next offset | metadata
/// 3 | producer name | epoch
/// 4 | topic | partitions | fixed64 retention seconds | nanos | fixed64 retention bytes
/// 5 | topic | partition | fixed64 first kept offset
/// ```
public sealed interface JournalEntry {
    int RECORDS = 1;
    int COMMIT = 2;
    int EPOCH = 3;
    int TOPIC = 4;
    int START = 5;

    /// Records for one partition, as frames in `bytes[from, to)`.
    @SuppressWarnings("ArrayRecordComponent") // identity is never used; the bytes are not copied for speed
    record Records(TopicPartition partition, int count, byte[] bytes, int from, int to) implements JournalEntry {}

    record Commit(GroupCommit commit) implements JournalEntry {
        public CommittedOffset position() {
            return new CommittedOffset(commit.nextOffset(), commit.metadata());
        }
    }

    record Epoch(String producer, long epoch) implements JournalEntry {}

    record TopicSet(String topic, TopicSpec spec) implements JournalEntry {}

    record StartMoved(TopicPartition partition, long first) implements JournalEntry {}

    /// What stands before the count, length and frames of records.
    static byte[] recordsPrefix(TopicPartition partition) {
        return partition(new Encoder(64).u8(RECORDS), partition).toBytes();
    }

    static void encode(GroupCommit commit, Encoder into) {
        into.u8(COMMIT).string(commit.group());
        partition(into, commit.partition()).fixed64(commit.nextOffset()).string(commit.metadata());
    }

    static byte[] encode(Epoch epoch) {
        return new Encoder(64)
                .u8(EPOCH)
                .string(epoch.producer())
                .number(epoch.epoch())
                .toBytes();
    }

    static byte[] encode(TopicSet set) {
        Encoder into = new Encoder(64).u8(TOPIC).string(set.topic());
        encode(set.spec(), into);
        return into.toBytes();
    }

    static byte[] encode(StartMoved moved) {
        return partition(new Encoder(64).u8(START), moved.partition())
                .fixed64(moved.first())
                .toBytes();
    }

    static void encode(TopicSpec spec, Encoder into) {
        into.number(spec.partitions())
                .fixed64(spec.retentionAge().toSeconds())
                .number(spec.retentionAge().toNanosPart())
                .fixed64(spec.retentionBytes());
    }

    static TopicSpec topicSpec(Decoder from) {
        int partitions = (int) from.number();
        Duration age = Duration.ofSeconds(from.fixed64(), from.number());
        return new TopicSpec(partitions, age, from.fixed64());
    }

    /// Decodes a body whose CRC was right.
    static List<JournalEntry> decode(byte[] body) throws IOException {
        List<JournalEntry> entries = new ArrayList<>();
        Decoder from = new Decoder(body);
        while (from.hasMore()) {
            int kind = from.u8();
            switch (kind) {
                case RECORDS -> {
                    TopicPartition partition = partition(from);
                    long counts = from.fixed64();
                    int start = from.position();
                    int end = start + (int) counts;
                    entries.add(new Records(partition, (int) (counts >>> 32), body, start, end));
                    from = new Decoder(body, end, body.length);
                }
                case COMMIT -> {
                    String group = from.string();
                    entries.add(new Commit(new GroupCommit(group, partition(from), from.fixed64(), from.string())));
                }
                case EPOCH -> entries.add(new Epoch(from.string(), from.number()));
                case TOPIC -> entries.add(new TopicSet(from.string(), topicSpec(from)));
                case START -> entries.add(new StartMoved(partition(from), from.fixed64()));
                default -> throw new IOException("entry of unknown kind '" + kind + "' in the journal");
            }
        }
        return entries;
    }

    static TopicPartition partition(Decoder from) {
        return new TopicPartition(from.string(), (int) from.number());
    }

    static Encoder partition(Encoder into, TopicPartition partition) {
        return into.string(partition.topic()).number(partition.partition());
    }
}
