package atoll.testkit.time;

import atoll.base.time.Wakeup;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/// A wakeup of virtual time. Whoever decides what runs next can look at it without waiting.
public final class SimWakeup implements Wakeup {
    private final VirtualTime time;
    private final AtomicBoolean signalled = new AtomicBoolean();

    SimWakeup(VirtualTime time) {
        this.time = time;
    }

    public boolean isSignalled() {
        return signalled.get();
    }

    /// Takes the signal; false if there was none.
    public boolean take() {
        return signalled.getAndSet(false);
    }

    @Override
    public void signal() {
        signalled.set(true);
    }

    @Override
    public boolean await(Duration atMost) throws InterruptedException {
        if (take()) {
            return true;
        }
        if (!atMost.isPositive()) {
            return false;
        }
        time.await(this, atMost);
        return take();
    }
}
