package atoll.log.embedded.core;

import atoll.log.embedded.disk.RecordFrame;
import org.jspecify.annotations.Nullable;

/// Consecutive records of one batch for one partition, encoded. Its frames lie in `bytes[from, to)`.
///
/// The base offset is set once by the committer, before other threads can see the run through the state's lock.
final class Run {
    final PartitionLog partition;
    final byte[] bytes;
    final int from;
    final int to;
    final int count;
    /// Where the records stood in the batch; null if they are the whole batch in order.
    final int @Nullable [] places;

    private long base = -1;

    Run(PartitionLog partition, byte[] bytes, int from, int to, int count, int @Nullable [] places) {
        this.partition = partition;
        this.bytes = bytes;
        this.from = from;
        this.to = to;
        this.count = count;
        this.places = places;
    }

    long base() {
        return base;
    }

    long end() {
        return base + count;
    }

    int size() {
        return to - from;
    }

    void assign(long firstOffset) {
        base = firstOffset;
        int at = from;
        for (int i = 0; i < count; i++) {
            RecordFrame.putOffset(bytes, at, firstOffset + i);
            at += RecordFrame.size(bytes, at);
        }
    }

    /// For a run read back, whose frames have their offsets already.
    void assigned(long firstOffset) {
        base = firstOffset;
    }
}
