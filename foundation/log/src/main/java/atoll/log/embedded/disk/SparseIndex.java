package atoll.log.embedded.disk;

import java.util.Arrays;

/// Where in a segment file records lie: one entry about every four KiB, with the newest timestamp of the records from
/// there to the next entry. Not thread-safe; that of a segment still growing is guarded by the state's lock.
public final class SparseIndex {
    private static final int INTERVAL = 4096;

    private long[] offsets = new long[16];
    private int[] positions = new int[16];
    private long[] newest = new long[16];
    private int count;
    private int coveredTo;
    private long nextOffset;
    private boolean startEntry = true;

    public SparseIndex(long baseOffset) {
        nextOffset = baseOffset;
        coveredTo = SegmentFile.HEADER;
    }

    public int count() {
        return count;
    }

    public long offset(int entry) {
        return offsets[entry];
    }

    public int position(int entry) {
        return positions[entry];
    }

    public long newest(int entry) {
        return newest[entry];
    }

    /// The position behind the last record the index knows of.
    public int coveredTo() {
        return coveredTo;
    }

    /// The offset behind the last record the index knows of.
    public long nextOffset() {
        return nextOffset;
    }

    public void add(long offset, int position, long timestamp, int end) {
        if (startEntry || position - positions[count - 1] >= INTERVAL) {
            entry(offset, position, timestamp);
            startEntry = false;
        } else {
            newest[count - 1] = Math.max(newest[count - 1], timestamp);
        }
        coveredTo = end;
        nextOffset = offset + 1;
    }

    /// What lies between the covered part and the given end cannot be read; a look-up by time must stumble over it.
    public void skipDamage(int end, long offset) {
        if (count == 0) {
            entry(nextOffset, coveredTo, Long.MAX_VALUE);
        } else {
            newest[count - 1] = Long.MAX_VALUE;
        }
        startEntry = true;
        coveredTo = end;
        nextOffset = offset;
    }

    /// Takes over an entry read from an index file.
    public void entry(long offset, int position, long timestamp) {
        if (count == offsets.length) {
            offsets = Arrays.copyOf(offsets, count * 2);
            positions = Arrays.copyOf(positions, count * 2);
            newest = Arrays.copyOf(newest, count * 2);
        }
        offsets[count] = offset;
        positions[count] = position;
        newest[count] = timestamp;
        count++;
        startEntry = false;
        coveredTo = position;
        nextOffset = offset;
    }

    /// The last entry at or before the offset.
    public int floor(long offset) {
        int found = Arrays.binarySearch(offsets, 0, count, offset);
        return found >= 0 ? found : Math.max(0, -found - 2);
    }

    /// A copy that may be written out while this one grows.
    public SparseIndex copy() {
        SparseIndex copy = new SparseIndex(nextOffset);
        copy.offsets = Arrays.copyOf(offsets, Math.max(16, count));
        copy.positions = Arrays.copyOf(positions, Math.max(16, count));
        copy.newest = Arrays.copyOf(newest, Math.max(16, count));
        copy.count = count;
        copy.coveredTo = coveredTo;
        return copy;
    }
}
