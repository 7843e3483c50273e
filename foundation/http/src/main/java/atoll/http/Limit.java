package atoll.http;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// A number of permits at an entrance. Who finds none left is turned away at once; nobody ever waits.
///
/// Safe for use by many threads. Each successful entry must be followed by exactly one [#leave()].
public final class Limit {
    private final String name;
    private final int permits;
    private final Duration retryAfter;
    private final AtomicInteger inside = new AtomicInteger();
    private final LongAdder refused = new LongAdder();

    /// @param name what is limited, in the words of the refusal: "concurrent requests"
    /// @param retryAfter when the refused should try again
    public Limit(String name, int permits, Duration retryAfter) {
        this.name = name;
        this.permits = permits;
        this.retryAfter = retryAfter;
    }

    /// Takes a permit; false if none is left.
    public boolean tryEnter() {
        if (inside.incrementAndGet() <= permits) {
            return true;
        }
        inside.decrementAndGet();
        refused.increment();
        return false;
    }

    /// Takes a permit or throws [LimitReached], which is answered 503 with `Retry-After`.
    public void enter() {
        if (!tryEnter()) {
            throw new LimitReached(name, permits, retryAfter);
        }
    }

    public void leave() {
        inside.decrementAndGet();
    }

    public int inside() {
        return inside.get();
    }

    public long refused() {
        return refused.sum();
    }
}
