package atoll.http.client;

import atoll.base.lifecycle.Duty;
import atoll.base.time.Deadline;
import atoll.base.time.TimeSource;
import atoll.base.time.Wakeup;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.core5.concurrent.Cancellable;

/// Ends calls whose deadline has passed, also those to endpoints that keep a connection alive byte by byte.
///
/// Two bookings in a concurrent set per call, and one look at all calls every 50 ms while there are any: cheaper than a
/// timer for each. Reads have a socket timeout of their own, which ends the silent endpoints on time.
final class DeadlineWatch implements Duty {
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);
    private static final Duration REST = Duration.ofSeconds(10);

    private final Set<Watched> running = ConcurrentHashMap.newKeySet();
    private final Wakeup wakeup;
    private volatile boolean resting;

    DeadlineWatch(TimeSource time) {
        this.wakeup = time.newWakeup();
    }

    /// A running call. Compared by identity.
    static final class Watched {
        private final Deadline deadline;
        private final Cancellable call;
        private final AtomicBoolean ended = new AtomicBoolean();

        Watched(Deadline deadline, Cancellable call) {
            this.deadline = deadline;
            this.call = call;
        }

        /// The watch ended it, or its deadline has passed.
        boolean isOver() {
            return ended.get() || deadline.isPassed();
        }
    }

    Watched begin(Deadline deadline, Cancellable call) {
        Watched watched = new Watched(deadline, call);
        running.add(watched);
        if (resting) {
            wakeup.signal();
        }
        return watched;
    }

    void end(Watched watched) {
        running.remove(watched);
    }

    @Override
    public String name() {
        return "http-client-deadline-watch";
    }

    @Override
    public Next step() {
        resting = false;
        for (Watched watched : running) {
            if (watched.deadline.isPassed() && watched.ended.compareAndSet(false, true)) {
                watched.call.cancel();
            }
        }
        if (!running.isEmpty()) {
            return new Next.OnWakeup(wakeup, LOOK_EVERY);
        }
        resting = true;
        // A call that began before the flag was set saw no need to signal.
        return new Next.OnWakeup(wakeup, running.isEmpty() ? REST : LOOK_EVERY);
    }
}
