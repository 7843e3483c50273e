package atoll.bench.measure;

import java.util.concurrent.atomic.AtomicLongArray;

/// A histogram of times with an error below one percent: 128 buckets for each power of two. Any thread may record.
public final class Latencies {
    private static final int SUB_BITS = 7;
    private static final int SUBS = 1 << SUB_BITS;

    private final AtomicLongArray counts = new AtomicLongArray((Long.SIZE - SUB_BITS) * SUBS);

    public void record(long nanos) {
        counts.incrementAndGet(bucket(Math.max(0, nanos)));
    }

    public long count() {
        long count = 0;
        for (int i = 0; i < counts.length(); i++) {
            count += counts.get(i);
        }
        return count;
    }

    /// The time that this part of all recorded ones does not exceed, in milliseconds; 0 if there are none.
    ///
    /// @param part between 0 and 1; 0.99 for the 99th percentile
    public double millisAt(double part) {
        long wanted = Math.max(1, (long) Math.ceil(part * count()));
        long seen = 0;
        for (int i = 0; i < counts.length(); i++) {
            seen += counts.get(i);
            if (seen >= wanted) {
                return upper(i) / 1e6;
            }
        }
        return 0;
    }

    private static int bucket(long nanos) {
        if (nanos < SUBS) {
            return (int) nanos;
        }
        int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos) - SUB_BITS;
        return (shift + 1) * SUBS + (int) (nanos >>> shift) - SUBS;
    }

    /// The largest time that falls into the bucket.
    private static long upper(int bucket) {
        if (bucket < SUBS) {
            return bucket;
        }
        int shift = bucket / SUBS - 1;
        return ((long) (bucket % SUBS + SUBS + 1) << shift) - 1;
    }
}
