package atoll.changeprop.intake;

import atoll.base.time.TimeSource;
import atoll.base.time.Wakeup;
import java.time.Duration;
import java.time.Instant;

/// Time that stands still unless it is waited for.
final class FixedTime implements TimeSource {
    static final Instant START = Instant.parse("2026-11-22T18:00:00.123Z");
    private long nanos;

    @Override
    public synchronized Instant instant() {
        return START.plusNanos(nanos);
    }

    @Override
    public synchronized long nanoTime() {
        return nanos;
    }

    @Override
    public synchronized void sleep(Duration duration) {
        nanos += duration.toNanos();
    }

    @Override
    public Wakeup newWakeup() {
        return new Wakeup() {
            @Override
            public void signal() {}

            @Override
            public boolean await(Duration atMost) {
                sleep(atMost);
                return false;
            }
        };
    }
}
