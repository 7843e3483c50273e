package atoll.server.deadletter;

import atoll.base.time.TimeSource;

/// So many a second at most, evenly: what was not used in a second is lost. Not thread-safe.
final class Pace {
    private static final double NANOS_A_SECOND = 1e9;

    private final int perSecond;
    private final TimeSource time;
    private long seenNanos;
    private double allowed = 1;

    Pace(int perSecond, TimeSource time) {
        this.perSecond = perSecond;
        this.time = time;
        this.seenNanos = time.nanoTime();
    }

    /// True if one more may be done now, which is then taken for done.
    boolean allows() {
        long nanos = time.nanoTime();
        allowed = Math.min(perSecond, allowed + perSecond * ((nanos - seenNanos) / NANOS_A_SECOND));
        seenNanos = nanos;
        if (allowed < 1) {
            return false;
        }
        allowed--;
        return true;
    }
}
