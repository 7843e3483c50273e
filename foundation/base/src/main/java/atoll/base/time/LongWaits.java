package atoll.base.time;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/// Ends waits of virtual threads that last longer than they may, all from one thread that looks now and then.
///
/// The JDK keeps a timer for each timed wait of a virtual thread and wakes a thread of its own both to set it and to
/// take it back; for a wait that is nearly always signalled in time, that costs more than the wait itself. Two bookings
/// in a concurrent set cost little. The thread exists only while there are such waits, and a while after.
final class LongWaits {
    /// From here on a wait may end late by one look.
    static final long LEAST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int LOOKS_IN_VAIN = 500;

    private final long lookEveryNanos;
    private final int looksInVain;
    private final Set<Waiting> waits = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean watched = new AtomicBoolean();

    LongWaits() {
        this(LOOK_EVERY_NANOS, LOOKS_IN_VAIN);
    }

    /// @param looksInVain after so many looks that found nobody waiting, the thread ends
    LongWaits(long lookEveryNanos, int looksInVain) {
        this.lookEveryNanos = lookEveryNanos;
        this.looksInVain = looksInVain;
    }

    /// A thread that waits until it is unparked, at the latest a little after its end. Compared by identity.
    static final class Waiting {
        private final Thread thread;
        private final long endNanos;

        Waiting(Thread thread, long endNanos) {
            this.thread = thread;
            this.endNanos = endNanos;
        }
    }

    void begin(Waiting waiting) {
        waits.add(waiting);
        if (!watched.get() && watched.compareAndSet(false, true)) {
            Thread.ofPlatform().name("long-waits").daemon(true).start(this::watch);
        }
    }

    void end(Waiting waiting) {
        waits.remove(waiting);
    }

    /// True if a thread looks after the waits at present.
    boolean isWatched() {
        return watched.get();
    }

    private void watch() {
        int inVain = 0;
        while (true) {
            LockSupport.parkNanos(this, lookEveryNanos);
            inVain = look() ? 0 : inVain + 1;
            if (inVain > looksInVain) {
                watched.set(false);
                // A wait that began before the line above has not started another thread.
                if (waits.isEmpty() || !watched.compareAndSet(false, true)) {
                    return;
                }
                inVain = 0;
            }
        }
    }

    /// True if anybody waits.
    private boolean look() {
        boolean any = false;
        long now = System.nanoTime();
        for (Waiting waiting : waits) {
            any = true;
            if (waiting.endNanos - now <= 0) {
                LockSupport.unpark(waiting.thread);
            }
        }
        return any;
    }
}
