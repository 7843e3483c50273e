package atoll.server.observe;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/// The newest values of something measured at a steady pace, in a ring of fixed size. Steps in which nothing was
/// measured hold [#MISSING]. Safe for use by many threads: the lock guards the ring and is held for a copy at most.
final class Series {
    static final long MISSING = -1;
    private static final int NONE = -1;

    private final long stepSeconds;
    private final int[] ring;
    private long newest = Long.MIN_VALUE;

    Series(Duration step, int length) {
        this.stepSeconds = step.toSeconds();
        this.ring = new int[length];
        Arrays.fill(ring, NONE);
    }

    /// Values in the order of time.
    ///
    /// @param from when the first step began
    // Never compared: only a carrier.
    @SuppressWarnings("ArrayRecordComponent")
    record Window(Instant from, long stepSeconds, long[] values) {}

    /// Sets the value of the step a moment is in. One before the newest step is forgotten: the clock was set back.
    synchronized void put(Instant at, long value) {
        if (advance(at)) {
            ring[slot(newest)] = Math.clamp(value, 0, Integer.MAX_VALUE);
        }
    }

    /// Adds to the value of the step a moment is in.
    synchronized void add(Instant at, long value) {
        if (advance(at)) {
            int slot = slot(newest);
            ring[slot] = Math.clamp(Math.max(0, ring[slot]) + value, 0, Integer.MAX_VALUE);
        }
    }

    private boolean advance(Instant at) {
        long step = Math.floorDiv(at.getEpochSecond(), stepSeconds);
        if (step < newest) {
            return false;
        }
        for (long skipped = Math.max(newest + 1, step - ring.length + 1); skipped <= step; skipped++) {
            ring[slot(skipped)] = NONE;
        }
        newest = step;
        return true;
    }

    private int slot(long step) {
        return (int) Math.floorMod(step, (long) ring.length);
    }

    /// The newest steps up to a moment, at most as many as there are in the ring.
    synchronized Window window(Instant until, int steps) {
        int count = Math.min(steps, ring.length);
        long last = Math.floorDiv(until.getEpochSecond(), stepSeconds);
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            long step = last - count + 1 + i;
            boolean isKept = step <= newest && step > newest - ring.length;
            values[i] = isKept ? ring[slot(step)] : MISSING;
        }
        return new Window(Instant.ofEpochSecond((last - count + 1) * stepSeconds), stepSeconds, values);
    }

    /// The sum of what was measured in the newest steps up to a moment.
    long sum(Instant until, int steps) {
        long sum = 0;
        for (long value : window(until, steps).values()) {
            sum += Math.max(0, value);
        }
        return sum;
    }
}
