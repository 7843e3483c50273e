package atoll.changeprop.executor;

import atoll.base.time.TimeSource;
import atoll.base.time.Wakeup;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

/// Time that passes only when told to. Waiting returns at once.
public final class ManualTime implements TimeSource {
    public static final Instant START = Instant.parse("2026-11-22T18:00:00Z");

    private long nanos;

    public void pass(Duration duration) {
        nanos += duration.toNanos();
    }

    @Override
    public Instant instant() {
        return START.plusNanos(nanos);
    }

    @Override
    public long nanoTime() {
        return nanos;
    }

    @Override
    public void sleep(Duration duration) {
        pass(duration);
    }

    @Override
    public Wakeup newWakeup() {
        AtomicBoolean signalled = new AtomicBoolean();
        return new Wakeup() {
            @Override
            public void signal() {
                signalled.set(true);
            }

            @Override
            public boolean await(Duration atMost) {
                return signalled.getAndSet(false);
            }
        };
    }
}
