package atoll.work.queue;

import java.time.Duration;

/// How long attempts take on average, the last ones counting most.
final class RunTime {
    private static final double SHARE_OF_NEWEST = 0.1;
    /// What is shorter is noise of this machine.
    private static final double LEAST_NANOS = 1_000_000;

    private double nanos;

    void add(Duration took) {
        double newest = Math.max(LEAST_NANOS, (double) took.toNanos());
        nanos = isKnown() ? nanos + SHARE_OF_NEWEST * (newest - nanos) : newest;
    }

    boolean isKnown() {
        return nanos > 0;
    }

    double nanos() {
        return nanos;
    }
}
