package atoll.base.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The machine's clock and real waiting. A virtual thread's wait of a second or more may end up to 20 ms late.
public final class SystemTime implements TimeSource {
    private final LongWaits longWaits = new LongWaits();

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
        return new ParkingWakeup(longWaits);
    }

    private static final class ParkingWakeup implements Wakeup {
        private final LongWaits longWaits;
        private final AtomicBoolean signalled = new AtomicBoolean();
        private volatile @Nullable Thread waiter;

        private ParkingWakeup(LongWaits longWaits) {
            this.longWaits = longWaits;
        }

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
            if (signalled.getAndSet(false)) {
                return true;
            }
            long nanos = Math.max(0, atMost.toNanos());
            long end = System.nanoTime() + nanos;
            Thread thread = Thread.currentThread();
            waiter = thread;
            try {
                return thread.isVirtual() && nanos >= LongWaits.LEAST_NANOS ? awaitLong(thread, end) : awaitUntil(end);
            } finally {
                waiter = null;
            }
        }

        private boolean awaitUntil(long end) throws InterruptedException {
            while (!signalled.getAndSet(false)) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                LockSupport.parkNanos(this, left);
                checkInterrupt();
            }
            return true;
        }

        private boolean awaitLong(Thread thread, long end) throws InterruptedException {
            LongWaits.Waiting waiting = new LongWaits.Waiting(thread, end);
            longWaits.begin(waiting);
            try {
                while (!signalled.getAndSet(false)) {
                    if (end - System.nanoTime() <= 0) {
                        return false;
                    }
                    LockSupport.park(this);
                    checkInterrupt();
                }
                return true;
            } finally {
                longWaits.end(waiting);
            }
        }

        private static void checkInterrupt() throws InterruptedException {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while waiting for a wakeup");
            }
        }
    }
}
