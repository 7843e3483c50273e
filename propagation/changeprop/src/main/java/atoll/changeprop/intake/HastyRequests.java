package atoll.changeprop.intake;

import atoll.base.lifecycle.Duty;
import atoll.base.time.Deadline;
import atoll.base.time.TimeSource;
import atoll.base.time.Wakeup;
import atoll.changeprop.intake.access.ProducerToken;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Requests that were answered 202 and are still to be checked and stored, up to a total size. What waits here is lost
/// if the
/// process dies: that is what hasty means.
///
/// A duty: each step takes one request.
public final class HastyRequests implements Duty {
    private static final Logger LOG = LoggerFactory.getLogger(HastyRequests.class);
    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final int OVERHEAD = 512;

    /// Checks and stores a request.
    interface Store {
        IntakeAnswer store(IntakeRequest request, @Nullable ProducerToken token) throws InterruptedException;
    }

    private record Waiting(IntakeRequest request, @Nullable ProducerToken token) {
        long size() {
            return request.body().length + (long) OVERHEAD;
        }
    }

    private final long capacity;
    private final Store store;
    private final IntakeMetrics metrics;
    private final Wakeup wakeup;
    private final Object lock = new Object(); // guards the two below
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private long bytes;

    HastyRequests(long capacity, Store store, TimeSource time, IntakeMetrics metrics) {
        this.capacity = capacity;
        this.store = store;
        this.metrics = metrics;
        this.wakeup = time.newWakeup();
        metrics.gauge("atoll.intake.hasty.waiting", "Hasty requests that wait", this, HastyRequests::bytes);
    }

    /// False if there is no room.
    boolean offer(IntakeRequest request, @Nullable ProducerToken token) {
        Waiting next = new Waiting(request, token);
        synchronized (lock) {
            if (next.size() > capacity - bytes) {
                return false;
            }
            waiting.add(next);
            bytes += next.size();
        }
        wakeup.signal();
        return true;
    }

    @Override
    public String name() {
        return "intake-hasty";
    }

    @Override
    public Next step() throws InterruptedException {
        return storeOne() ? Next.NOW : new Next.OnWakeup(wakeup, IDLE);
    }

    /// Stores what waits, for a shutdown after the duty has stopped. Returns how many requests are left at the
    /// deadline.
    public int drain(Deadline deadline) throws InterruptedException {
        boolean more = true;
        while (more && !deadline.isPassed()) {
            more = storeOne();
        }
        synchronized (lock) {
            return waiting.size();
        }
    }

    long bytes() {
        synchronized (lock) {
            return bytes;
        }
    }

    private boolean storeOne() throws InterruptedException {
        Waiting next;
        synchronized (lock) {
            next = waiting.poll();
        }
        if (next == null) {
            return false;
        }
        try {
            IntakeAnswer answer = store.store(next.request(), next.token());
            if (answer.status() != 201) {
                metrics.hastyRequestFailed();
                LOG.atDebug()
                        .addKeyValue("status", answer.status())
                        .addKeyValue("reason", answer.reason())
                        .log("hasty request was not stored in full");
            }
        } finally {
            synchronized (lock) {
                bytes -= next.size();
            }
        }
        return true;
    }
}
