package atoll.work.owner;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How long the owner may wait for something to happen.
final class Idle {
    private static final Duration LONGEST = Duration.ofSeconds(1);
    private static final Duration SHORTEST = Duration.ofMillis(1);

    private final Instant now;
    private Duration atMost = LONGEST;

    Idle(Instant now) {
        this.now = now;
    }

    /// Something is due then, if it is a time.
    void until(@Nullable Instant due) {
        if (due == null) {
            return;
        }
        Duration left = Duration.between(now, due);
        Duration bounded = left.isNegative() ? SHORTEST : left.plusMillis(1);
        atMost = bounded.compareTo(atMost) < 0 ? bounded : atMost;
    }

    Duration atMost() {
        return atMost;
    }
}
