package atoll.changeprop.admission;

import atoll.log.Batch;
import atoll.log.GroupCommit;
import atoll.log.Header;
import atoll.log.NewRecord;
import java.util.ArrayList;
import java.util.List;

/// What one step will make durable: deliveries and error events, and how far each stream is then admitted.
final class Draft {
    private static final long RECORD_OVERHEAD = 64;
    private static final long HEADER_OVERHEAD = 8;

    private final List<NewRecord> records = new ArrayList<>();
    private final List<Move> moves = new ArrayList<>();
    private long bytes;
    private int read;

    /// How far a stream gets with this draft.
    ///
    /// @param counts what is added to the stream's counts
    record Move(StreamReader reader, long next, AdmissionCounts counts) {
        AdmissionCounts total() {
            return reader.counts().plus(counts);
        }
    }

    void add(NewRecord record) {
        records.add(record);
        bytes += sizeOf(record);
    }

    /// What a record takes in the log, or a little more.
    static long sizeOf(NewRecord record) {
        long size = RECORD_OVERHEAD + record.value().length;
        for (Header header : record.headers()) {
            size += HEADER_OVERHEAD + 3L * header.name().length() + header.value().length;
        }
        return size;
    }

    void countRead(int more) {
        read += more;
    }

    void move(StreamReader reader, long next, AdmissionCounts counts) {
        moves.add(new Move(reader, next, counts));
    }

    /// Records read for this draft.
    int read() {
        return read;
    }

    /// Bytes of the records to be written.
    long bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return moves.isEmpty();
    }

    /// False if it only skips records that no rule reads: nobody waits for that.
    boolean isUrgent() {
        return read > 0;
    }

    List<Move> moves() {
        return moves;
    }

    Batch asBatch() {
        List<GroupCommit> commits = moves.stream()
                .map(move -> new GroupCommit(
                        Admission.GROUP,
                        move.reader().partition(),
                        move.next(),
                        move.total().asMetadata()))
                .toList();
        return new Batch(records, commits);
    }
}
