package atoll.index;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Keeps native memory from being freed while a call is using it: calls enter and exit, closing waits until none is
/// inside. It is no lock: calls never wait for each other. Safe for use by many threads.
final class OpenGuard {
    private static final int MANY = 1 << 20;

    private final String name;
    private final Semaphore calls = new Semaphore(MANY);
    private volatile boolean closing;

    OpenGuard(String name) {
        this.name = name;
    }

    void enter() {
        if (closing || !calls.tryAcquire()) {
            throw new IndexUnavailable("index '" + name + "' is closed", null);
        }
    }

    void exit() {
        calls.release();
    }

    boolean isClosing() {
        return closing;
    }

    /// Refuses new calls; false if there was a close before.
    synchronized boolean beginClose() {
        boolean first = !closing;
        closing = true;
        return first;
    }

    /// Waits until all calls have left; false if some are still inside when the time is over.
    boolean awaitCalls(Duration atMost) {
        boolean interrupted = Thread.interrupted();
        try {
            return calls.tryAcquire(MANY, atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
            return calls.tryAcquire(MANY);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
