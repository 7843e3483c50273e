package atoll.work.ledger.state;

import atoll.index.OrderedIndex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Changes to the index that are not written yet, merged with what is.
///
/// A key that was put fresh (known to be absent below) and deleted again before the next write leaves no trace; that is
/// what keeps fast jobs out of the index. Not thread-safe.
final class Overlay {
    private final OrderedIndex index;
    private final Predicate<byte[]> walked;
    private final TreeMap<byte[], Slot> ordered = new TreeMap<>(Arrays::compareUnsigned);
    private final Map<Point, Slot> points = new HashMap<>();

    /// A key by its content.
    @SuppressWarnings("ArrayRecordComponent") // equality is by content, see below
    private record Point(byte[] key) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Point point && Arrays.equals(key, point.key);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(key);
        }
    }

    /// @param fresh the key is absent in the index below
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Slot(byte @Nullable [] value, boolean fresh) {}

    /// @param walked keys that are often scanned; all others are nearly always asked for one at a time. A range that
    ///     starts with such a key must hold such keys only
    Overlay(OrderedIndex index, Predicate<byte[]> walked) {
        this.index = index;
        this.walked = walked;
    }

    int size() {
        return ordered.size() + points.size();
    }

    byte @Nullable [] get(byte[] key) {
        Slot slot = slot(key);
        return slot != null ? slot.value : index.get(key);
    }

    void put(byte[] key, byte[] value) {
        Slot before = slot(key);
        set(key, new Slot(value, before != null && before.fresh));
    }

    /// Puts a key that is known to be absent in the index, or to be deleted in this overlay.
    void putFresh(byte[] key, byte[] value) {
        Slot before = slot(key);
        set(key, new Slot(value, before == null || before.fresh));
    }

    void delete(byte[] key) {
        Slot before = slot(key);
        if (before == null || !before.fresh) {
            set(key, new Slot(null, false));
        } else if (walked.test(key)) {
            ordered.remove(key);
        } else {
            points.remove(new Point(key));
        }
    }

    private @Nullable Slot slot(byte[] key) {
        return walked.test(key) ? ordered.get(key) : points.get(new Point(key));
    }

    private void set(byte[] key, Slot slot) {
        if (walked.test(key)) {
            ordered.put(key, slot);
        } else {
            points.put(new Point(key), slot);
        }
    }

    /// Up to `limit` entries with `from <= key < to` as they will be after the next write.
    List<OrderedIndex.Entry> scan(byte[] from, byte[] to, int limit) {
        if (Arrays.compareUnsigned(from, to) >= 0) {
            return List.of();
        }
        NavigableMap<byte[], Slot> over = changesIn(from, to);
        List<OrderedIndex.Entry> merged = new ArrayList<>(Math.min(limit, 256));
        byte[] position = from;
        while (merged.size() < limit) {
            int chunk = limit - merged.size() + 16;
            List<OrderedIndex.Entry> below = index.scan(position, to, chunk);
            boolean exhausted = below.size() < chunk;
            byte[] end = exhausted ? to : after(below.getLast().key());
            merge(below, over.subMap(position, true, end, false), merged, limit);
            if (exhausted) {
                break;
            }
            position = end;
        }
        return merged;
    }

    private NavigableMap<byte[], Slot> changesIn(byte[] from, byte[] to) {
        if (walked.test(from)) {
            return ordered.subMap(from, true, to, false);
        }
        TreeMap<byte[], Slot> found = new TreeMap<>(ordered.subMap(from, true, to, false));
        points.forEach((point, slot) -> {
            if (Arrays.compareUnsigned(point.key, from) >= 0 && Arrays.compareUnsigned(point.key, to) < 0) {
                found.put(point.key, slot);
            }
        });
        return found;
    }

    /// Writes all changes to the index and starts empty; if the index fails, they are kept.
    void write() {
        List<OrderedIndex.Change> taken = new ArrayList<>(size());
        ordered.forEach((key, slot) -> taken.add(change(key, slot)));
        points.forEach((point, slot) -> taken.add(change(point.key, slot)));
        index.write(taken);
        ordered.clear();
        points.clear();
    }

    private static OrderedIndex.Change change(byte[] key, Slot slot) {
        return slot.value == null ? new OrderedIndex.Change.Delete(key) : new OrderedIndex.Change.Put(key, slot.value);
    }

    private static void merge(
            List<OrderedIndex.Entry> below, Map<byte[], Slot> over, List<OrderedIndex.Entry> into, int limit) {
        TreeMap<byte[], byte[]> both = new TreeMap<>(Arrays::compareUnsigned);
        for (OrderedIndex.Entry entry : below) {
            both.put(entry.key(), entry.value());
        }
        for (Map.Entry<byte[], Slot> change : over.entrySet()) {
            byte[] value = change.getValue().value;
            if (value == null) {
                both.remove(change.getKey());
            } else {
                both.put(change.getKey(), value);
            }
        }
        for (Map.Entry<byte[], byte[]> entry : both.entrySet()) {
            if (into.size() == limit) {
                return;
            }
            into.add(new OrderedIndex.Entry(entry.getKey(), entry.getValue()));
        }
    }

    private static byte[] after(byte[] key) {
        return Arrays.copyOf(key, key.length + 1);
    }
}
