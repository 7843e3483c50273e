package atoll.changeprop.executor.worker;

import atoll.base.time.TimeSource;
import atoll.base.time.Wakeup;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who gets which worker: at most so many processes, the last one used first, callers in the order they came.
///
/// Only decides; starts, asks and kills nothing. Safe for use by many threads.
final class Places {
    private final int most;
    private final TimeSource time;
    private final Object lock = new Object(); // guards everything below
    private final Deque<Worker> idle = new ArrayDeque<>();
    private final Deque<Caller> waiting = new ArrayDeque<>();
    private final Backoff backoff = new Backoff();
    private int taken;
    private boolean closed;

    Places(int most, TimeSource time) {
        this.most = most;
        this.time = time;
    }

    /// What a caller may do. Whoever gets [Use] or [Start] holds a place and must give it back once.
    sealed interface Grant {
        record Use(Worker worker) implements Grant {}

        record Start() implements Grant {}

        /// Not now; worth asking again after the wait.
        record Refused(String reason, Duration retryAfter) implements Grant {}
    }

    /// One waiting caller.
    private static final class Caller {
        final Wakeup wakeup;

        @Nullable
        Grant grant;

        Caller(Wakeup wakeup) {
            this.wakeup = wakeup;
        }
    }

    /// Takes a place, waiting at most so long for one.
    Grant take(Duration atMost) throws InterruptedException {
        Caller caller = new Caller(time.newWakeup());
        synchronized (lock) {
            Grant grant = closed ? stopping() : atOnce();
            if (grant != null) {
                return grant;
            }
            waiting.addLast(caller);
        }
        boolean woken = false;
        try {
            woken = caller.wakeup.await(atMost);
        } finally {
            if (!woken) {
                leave(caller);
            }
        }
        synchronized (lock) {
            return caller.grant == null ? busy() : caller.grant;
        }
    }

    /// Gives a place back together with its worker, which may be used by others from now on. False if nobody will use
    /// it any more.
    boolean giveBack(Worker worker) {
        synchronized (lock) {
            backoff.worked();
            Caller next = waiting.pollFirst();
            if (next != null) {
                grant(next, new Grant.Use(worker));
                return true;
            }
            taken--;
            if (!closed) {
                idle.addFirst(worker);
            }
            return !closed;
        }
    }

    /// Gives a place back without a worker, which was replaced although nothing was wrong with it.
    void giveBackRetired() {
        synchronized (lock) {
            backoff.worked();
            giveBackEmpty();
        }
    }

    /// Gives a place back without a worker, which is lost.
    ///
    /// @param wasStarted false if it never came so far as to greet
    void giveBackLost(String why, boolean wasStarted) {
        synchronized (lock) {
            backoff.lost(why, wasStarted, time.nanoTime());
            giveBackEmpty();
        }
    }

    int workers() {
        synchronized (lock) {
            return idle.size() + taken;
        }
    }

    /// Callers that wait for a worker.
    int waiting() {
        synchronized (lock) {
            return waiting.size();
        }
    }

    /// Refuses all callers from now on, and hands out the idle workers for the last time.
    List<Worker> close() {
        synchronized (lock) {
            closed = true;
            List<Worker> left = new ArrayList<>(idle);
            idle.clear();
            for (Caller caller = waiting.pollFirst(); caller != null; caller = waiting.pollFirst()) {
                grant(caller, stopping());
            }
            return left;
        }
    }

    private @Nullable Grant atOnce() {
        Worker worker = idle.pollFirst();
        if (worker != null) {
            taken++;
            return new Grant.Use(worker);
        }
        if (taken + idle.size() >= most) {
            return null;
        }
        Duration left = backoff.left(time.nanoTime());
        if (left.isZero()) {
            taken++;
            return new Grant.Start();
        }
        // Others still work: one of them will be free.
        return taken > 0 ? null : refused(left);
    }

    private void giveBackEmpty() {
        taken--;
        Caller next = waiting.pollFirst();
        if (next == null) {
            return;
        }
        Duration left = backoff.left(time.nanoTime());
        if (closed) {
            grant(next, stopping());
        } else if (left.isZero()) {
            taken++;
            grant(next, new Grant.Start());
        } else if (taken > 0) {
            waiting.addFirst(next);
        } else {
            // Nobody is left to wake those who wait.
            for (Caller caller = next; caller != null; caller = waiting.pollFirst()) {
                grant(caller, refused(left));
            }
        }
    }

    private void leave(Caller caller) {
        synchronized (lock) {
            waiting.remove(caller);
        }
    }

    private static void grant(Caller caller, Grant grant) {
        caller.grant = grant;
        caller.wakeup.signal();
    }

    private Grant refused(Duration left) {
        return new Grant.Refused(
                backoff.inRow() + " workers in a row were lost, the last one because " + backoff.reason(), left);
    }

    private static Grant busy() {
        return new Grant.Refused("all workers were busy all the time", Duration.ofSeconds(1));
    }

    private static Grant stopping() {
        return new Grant.Refused("the workers are being stopped", Duration.ofSeconds(1));
    }
}
