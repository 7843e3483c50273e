package atoll.index;

import atoll.base.id.Randomness;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The ordered index in memory, for tests and the simulator, with the durability of the stored one: [#crash] takes it
/// back to a prefix of its batches. The object plays the disk too: it outlives [#close()] and is used again after
/// [#reopen()] or [#crash].
///
/// Safe for use by many threads. Its lock guards the maps and is never held across anything that waits.
public final class MemoryIndex implements OrderedIndex {
    /// As a full write buffer is written out unasked, so are the oldest of more batches than this.
    private static final int MOST_PENDING = 4096;

    private final Object lock = new Object();
    private final NavigableMap<byte[], byte[]> durable = new TreeMap<>(Arrays::compareUnsigned);
    private final Deque<List<Step>> pending = new ArrayDeque<>();
    private NavigableMap<byte[], byte[]> present = new TreeMap<>(Arrays::compareUnsigned);
    private boolean shared;
    private boolean closed;

    /// Loses what a crash may lose: keeps the batches before the last flush and a random number of those after it.
    /// Returns how many were lost. Open snapshots keep what they show.
    public int crash(Randomness randomness) {
        synchronized (lock) {
            long kept = randomness.nextLong(pending.size() + 1L);
            for (long i = 0; i < kept; i++) {
                apply(pending.removeFirst(), durable);
            }
            int lost = pending.size();
            pending.clear();
            present = new TreeMap<>(durable);
            shared = false;
            closed = false;
            return lost;
        }
    }

    /// Opens again after [#close()], with everything that was written.
    public void reopen() {
        synchronized (lock) {
            closed = false;
        }
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        synchronized (lock) {
            return find(open(), key);
        }
    }

    @Override
    public void write(List<Change> changes) {
        List<Step> batch = new ArrayList<>(changes.size());
        for (Change change : changes) {
            batch.add(
                    switch (change) {
                        case Change.Put(byte[] key, byte[] value) -> new Step.Set(key.clone(), value.clone());
                        case Change.Delete(byte[] key) -> new Step.Remove(key.clone());
                    });
        }
        commit(batch);
    }

    @Override
    public void deleteRange(byte[] from, byte[] to) {
        commit(List.of(new Step.RemoveRange(from.clone(), to.clone())));
    }

    private void commit(List<Step> batch) {
        synchronized (lock) {
            open();
            if (shared) {
                present = new TreeMap<>(present);
                shared = false;
            }
            apply(batch, present);
            pending.addLast(batch);
            if (pending.size() > MOST_PENDING) {
                apply(pending.removeFirst(), durable);
            }
        }
    }

    @Override
    public List<Entry> scan(byte[] from, byte[] to, int limit) {
        Bounds.checkLimit(limit);
        synchronized (lock) {
            return take(range(open(), from, to), limit);
        }
    }

    @Override
    public List<Entry> scanDown(byte[] from, byte[] to, int limit) {
        Bounds.checkLimit(limit);
        synchronized (lock) {
            return take(range(open(), from, to).descendingMap(), limit);
        }
    }

    @Override
    public Snapshot snapshot() {
        synchronized (lock) {
            // The next write copies the map first: whoever takes no snapshots pays nothing.
            shared = true;
            return new Frozen(open());
        }
    }

    @Override
    public void flush() {
        synchronized (lock) {
            open();
            flushPending();
        }
    }

    @Override
    public Usage usage() {
        synchronized (lock) {
            long bytes = 0;
            for (Map.Entry<byte[], byte[]> entry : open().entrySet()) {
                bytes += entry.getKey().length + entry.getValue().length;
            }
            return new Usage(0, bytes);
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            if (!closed) {
                flushPending();
                closed = true;
            }
        }
    }

    private void flushPending() {
        pending.forEach(batch -> apply(batch, durable));
        pending.clear();
    }

    private NavigableMap<byte[], byte[]> open() {
        if (closed) {
            throw new IndexUnavailable("index in memory is closed", null);
        }
        return present;
    }

    private static void apply(List<Step> batch, NavigableMap<byte[], byte[]> map) {
        for (Step step : batch) {
            switch (step) {
                case Step.Set(byte[] key, byte[] value) -> map.put(key, value);
                case Step.Remove(byte[] key) -> map.remove(key);
                case Step.RemoveRange(byte[] from, byte[] to) ->
                    range(map, from, to).clear();
            }
        }
    }

    private static NavigableMap<byte[], byte[]> range(NavigableMap<byte[], byte[]> map, byte[] from, byte[] to) {
        if (to.length == 0) {
            return map.tailMap(from, true);
        }
        return Bounds.isEmpty(from, to) ? map.subMap(from, false, from, false) : map.subMap(from, true, to, false);
    }

    private static List<Entry> take(NavigableMap<byte[], byte[]> range, int limit) {
        List<Entry> found = new ArrayList<>();
        for (Map.Entry<byte[], byte[]> entry : range.entrySet()) {
            if (found.size() == limit) {
                break;
            }
            found.add(new Entry(entry.getKey().clone(), entry.getValue().clone()));
        }
        return found;
    }

    private static byte @Nullable [] find(NavigableMap<byte[], byte[]> map, byte[] key) {
        byte[] value = map.get(key);
        return value == null ? null : value.clone();
    }

    @SuppressWarnings("ArrayRecordComponent") // private copies, never compared
    private sealed interface Step {
        record Set(byte[] key, byte[] value) implements Step {}

        record Remove(byte[] key) implements Step {}

        record RemoveRange(byte[] from, byte[] to) implements Step {}
    }

    private static final class Frozen implements Snapshot {
        private final NavigableMap<byte[], byte[]> map;
        private volatile boolean closed;

        Frozen(NavigableMap<byte[], byte[]> map) {
            this.map = map;
        }

        @Override
        public byte @Nullable [] get(byte[] key) {
            return find(open(), key);
        }

        @Override
        public List<Entry> scan(byte[] from, byte[] to, int limit) {
            Bounds.checkLimit(limit);
            return take(range(open(), from, to), limit);
        }

        private NavigableMap<byte[], byte[]> open() {
            if (closed) {
                throw new IndexUnavailable("snapshot of index in memory is closed", null);
            }
            return map;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
