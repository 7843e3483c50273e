package atoll.index;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// An ordered map from byte strings to byte strings. Keys are compared as unsigned bytes.
///
/// **Durability**: after a crash the index holds the result of some prefix of the batches written, at least all before
/// the last finished [#flush()]; never part of a batch. Whoever needs more keeps the truth elsewhere and replays it
/// (a batch carries its own watermark). **Threads**: many readers beside one writer at a time. Native calls may pin a
/// carrier:
/// call from platform threads.
public interface OrderedIndex extends AutoCloseable {

    byte @Nullable [] get(byte[] key);

    /// Applies all changes atomically.
    void write(List<Change> changes);

    /// Up to `limit` entries with `from <= key < to`, in key order. An empty `to` means no upper bound.
    List<Entry> scan(byte[] from, byte[] to, int limit);

    /// As [#scan], in falling key order.
    List<Entry> scanDown(byte[] from, byte[] to, int limit);

    /// A view of the present state that later writes do not change. Close it soon: it holds back space.
    Snapshot snapshot();

    /// Makes all batches written so far survive a crash.
    void flush();

    /// Removes everything in `from <= key < to`, atomically.
    void deleteRange(byte[] from, byte[] to);

    /// Bytes of native memory and of disk in use, for metrics.
    Usage usage();

    @Override
    void close();

    /// One change of a batch.
    @SuppressWarnings("ArrayRecordComponent") // the bytes are handed over, not compared
    sealed interface Change {
        record Put(byte[] key, byte[] value) implements Change {}

        record Delete(byte[] key) implements Change {}
    }

    /// A key with its value.
    @SuppressWarnings("ArrayRecordComponent") // the bytes are handed over, not compared
    record Entry(byte[] key, byte[] value) {}

    /// What the index takes beyond the Java heap.
    record Usage(long nativeBytes, long diskBytes) {}

    /// A frozen view.
    interface Snapshot extends AutoCloseable {
        byte @Nullable [] get(byte[] key);

        List<Entry> scan(byte[] from, byte[] to, int limit);

        @Override
        void close();
    }
}
