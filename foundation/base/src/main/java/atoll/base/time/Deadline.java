package atoll.base.time;

import java.time.Duration;

/// An absolute moment after which waiting is pointless. Passed down, never reset by layers below.
public final class Deadline {
    private final TimeSource time;
    private final long atNanos;

    private Deadline(TimeSource time, long atNanos) {
        this.time = time;
        this.atNanos = atNanos;
    }

    public static Deadline after(TimeSource time, Duration duration) {
        return new Deadline(time, time.nanoTime() + duration.toNanos());
    }

    /// What is left; zero once passed.
    public Duration left() {
        return Duration.ofNanos(Math.max(0, atNanos - time.nanoTime()));
    }

    public boolean isPassed() {
        return atNanos - time.nanoTime() <= 0;
    }

    /// The earlier of this deadline and one that lies `duration` ahead.
    public Deadline atMost(Duration duration) {
        long other = time.nanoTime() + duration.toNanos();
        return other - atNanos < 0 ? new Deadline(time, other) : this;
    }
}
