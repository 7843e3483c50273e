package atoll.simulate.log;

import atoll.base.time.TimeSource;
import atoll.base.time.Wakeup;
import java.time.Duration;
import java.time.Instant;

/// Time that passes only when somebody waits or says so. For one thread.
final class SteppedTime implements TimeSource {
    private long nanos = Duration.ofDays(20_000).toNanos();

    void pass(Duration duration) {
        nanos += duration.toNanos();
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(nanos / 1_000_000);
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
        return new Wakeup() {
            private boolean signalled;

            @Override
            public void signal() {
                signalled = true;
            }

            @Override
            public boolean await(Duration atMost) {
                boolean was = signalled;
                signalled = false;
                if (!was) {
                    pass(atMost);
                }
                return was;
            }
        };
    }
}
