package atoll.log;

import atoll.base.time.SystemTime;
import atoll.base.time.TimeSource;
import atoll.base.time.Wakeup;
import java.time.Duration;
import java.time.Instant;

/// The machine's time, with a clock that can be set forward.
public final class ShiftedTime implements TimeSource {
    private final SystemTime system = new SystemTime();
    private volatile Duration ahead = Duration.ZERO;

    public void forward(Duration more) {
        ahead = ahead.plus(more);
    }

    @Override
    public Instant instant() {
        return system.instant().plus(ahead);
    }

    @Override
    public long nanoTime() {
        return system.nanoTime();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        system.sleep(duration);
    }

    @Override
    public Wakeup newWakeup() {
        return system.newWakeup();
    }
}
