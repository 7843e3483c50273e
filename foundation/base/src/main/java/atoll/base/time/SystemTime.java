package atoll.base.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The machine's clock and real waiting.
public final class SystemTime implements TimeSource {

    @Override
    public Instant instant() {
        return Instant.now();
    }

    @Override
    public long millis() {
        return System.currentTimeMillis();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        Thread.sleep(duration);
    }

    @Override
    public Wakeup newWakeup() {
        return new ParkingWakeup();
    }

    private static final class ParkingWakeup implements Wakeup {
        private final AtomicBoolean signalled = new AtomicBoolean();
        private volatile @Nullable Thread waiter;

        @Override
        public void signal() {
            if (!signalled.getAndSet(true)) {
                Thread thread = waiter;
                if (thread != null) {
                    LockSupport.unpark(thread);
                }
            }
        }

        @Override
        public boolean await(Duration atMost) throws InterruptedException {
            long end = System.nanoTime() + Math.max(0, atMost.toNanos());
            waiter = Thread.currentThread();
            try {
                while (!signalled.getAndSet(false)) {
                    long left = end - System.nanoTime();
                    if (left <= 0) {
                        return false;
                    }
                    LockSupport.parkNanos(this, left);
                    if (Thread.interrupted()) {
                        throw new InterruptedException("interrupted while waiting for a wakeup");
                    }
                }
                return true;
            } finally {
                waiter = null;
            }
        }
    }
}
