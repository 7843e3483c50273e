package atoll.log.memory;

import atoll.base.error.AtollException;
import atoll.base.time.Deadline;
import atoll.base.time.TimeSource;
import atoll.base.time.Wakeup;
import atoll.log.Appending;
import atoll.log.LogUnavailable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An append whose end the log reports once.
final class MemoryAppending implements Appending {
    private final TimeSource time;
    private final Object lock = new Object();
    private final List<Wakeup> waiting = new ArrayList<>();
    private long @Nullable [] offsets;
    private @Nullable AtollException failure;

    MemoryAppending(TimeSource time) {
        this.time = time;
    }

    @Override
    public boolean isDone() {
        synchronized (lock) {
            return offsets != null || failure != null;
        }
    }

    @Override
    public long[] offsets() {
        synchronized (lock) {
            if (failure != null) {
                throw failure;
            }
            long[] given = offsets;
            if (given == null) {
                throw new AssertionError("offsets of an append that is not done: ask isDone() first, or await it");
            }
            return given.clone();
        }
    }

    @Override
    public long[] await(Deadline deadline) throws InterruptedException {
        Wakeup wakeup = time.newWakeup();
        whenDone(wakeup);
        while (!isDone()) {
            if (deadline.isPassed()) {
                throw new LogUnavailable(
                        "the append was not durable before its deadline; it may still become so: look before repeating");
            }
            boolean _ = wakeup.await(deadline.left());
        }
        return offsets();
    }

    @Override
    public void whenDone(Wakeup wakeup) {
        synchronized (lock) {
            if (offsets == null && failure == null) {
                waiting.add(wakeup);
                return;
            }
        }
        wakeup.signal();
    }

    /// Call without the log's lock: wakes those who wait.
    void done(long[] given) {
        end(given, null);
    }

    void failed(AtollException reason) {
        end(null, reason);
    }

    private void end(long @Nullable [] given, @Nullable AtollException reason) {
        List<Wakeup> woken;
        synchronized (lock) {
            offsets = given;
            failure = reason;
            woken = List.copyOf(waiting);
            waiting.clear();
        }
        woken.forEach(Wakeup::signal);
    }
}
