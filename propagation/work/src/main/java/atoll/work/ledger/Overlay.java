package atoll.work.ledger;

import atoll.index.OrderedIndex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Changes to the index that are not written yet, merged with what is.
///
/// A key that was put fresh (known to be absent below) and deleted again before the next write leaves no trace; that is
/// what keeps fast jobs out of the index. Not thread-safe.
final class Overlay {
    private final OrderedIndex index;
    private final TreeMap<byte[], Slot> changes = new TreeMap<>(Arrays::compareUnsigned);

    /// @param fresh the key is absent in the index below
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Slot(byte @Nullable [] value, boolean fresh) {}

    Overlay(OrderedIndex index) {
        this.index = index;
    }

    int size() {
        return changes.size();
    }

    byte @Nullable [] get(byte[] key) {
        Slot slot = changes.get(key);
        return slot != null ? slot.value : index.get(key);
    }

    void put(byte[] key, byte[] value) {
        Slot before = changes.get(key);
        changes.put(key, new Slot(value, before != null && before.fresh));
    }

    /// Puts a key that is known to be absent in the index, or to be deleted in this overlay.
    void putFresh(byte[] key, byte[] value) {
        Slot before = changes.get(key);
        changes.put(key, new Slot(value, before == null || before.fresh));
    }

    void delete(byte[] key) {
        Slot before = changes.get(key);
        if (before != null && before.fresh) {
            changes.remove(key);
        } else {
            changes.put(key, new Slot(null, false));
        }
    }

    /// Up to `limit` entries with `from <= key < to` as they will be after the next write.
    List<OrderedIndex.Entry> scan(byte[] from, byte[] to, int limit) {
        if (Arrays.compareUnsigned(from, to) >= 0) {
            return List.of();
        }
        NavigableMap<byte[], Slot> over = changes.subMap(from, true, to, false);
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

    /// Writes all changes to the index and starts empty; if the index fails, they are kept.
    void write() {
        List<OrderedIndex.Change> taken = new ArrayList<>(changes.size());
        for (Map.Entry<byte[], Slot> change : changes.entrySet()) {
            byte[] value = change.getValue().value;
            taken.add(
                    value == null
                            ? new OrderedIndex.Change.Delete(change.getKey())
                            : new OrderedIndex.Change.Put(change.getKey(), value));
        }
        index.write(taken);
        changes.clear();
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
