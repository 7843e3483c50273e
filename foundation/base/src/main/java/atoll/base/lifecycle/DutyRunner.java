package atoll.base.lifecycle;

import atoll.base.time.TimeSource;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Steps one [Duty] on a platform thread of its own until it finishes or is closed.
///
/// A step that throws is logged, counted and repeated after a pause that doubles up to ten seconds, so that a passing
/// fault heals without help. An [Error] ends the duty: the state may be wrong, and going on could damage data.
public final class DutyRunner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DutyRunner.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(30);

    private final Duty duty;
    private final TimeSource time;
    private final AtomicLong failures = new AtomicLong();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean closing;
    private volatile @Nullable Throwable fatal;
    private final Object waitLock = new Object(); // guards the one below
    private boolean waits;
    private @Nullable Thread thread;

    public DutyRunner(Duty duty, TimeSource time) {
        this.duty = duty;
        this.time = time;
    }

    public void start() {
        thread = Threads.startPlatform(duty.name(), this::run);
    }

    /// Steps that threw since the start.
    public long failures() {
        return failures.get();
    }

    /// The error that ended the duty, if one did.
    public @Nullable Throwable fatal() {
        return fatal;
    }

    /// Waits until the duty has finished by itself.
    public boolean awaitFinished(Duration atMost) throws InterruptedException {
        return stopped.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// Lets the present step end, takes no further one, and waits for the thread to end. Only waiting is interrupted:
    /// an
    /// interrupt inside a step would close the file it reads.
    @Override
    public void close() {
        closing = true;
        Thread running = thread;
        if (running == null) {
            return;
        }
        synchronized (waitLock) {
            if (waits) {
                running.interrupt();
            }
        }
        try {
            if (!stopped.await(STOP_WITHIN.toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.atWarn().addKeyValue("duty", duty.name()).log("duty did not stop in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        try {
            while (!closing) {
                try {
                    if (!stepAndWait()) {
                        return;
                    }
                    pause = FIRST_PAUSE;
                } catch (RuntimeException e) {
                    failures.incrementAndGet();
                    LOG.atError().addKeyValue("duty", duty.name()).setCause(e).log("step failed, will be repeated");
                    pauseFor(pause);
                    pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
                }
            }
        } catch (InterruptedException e) {
            if (!closing) {
                LOG.atWarn().addKeyValue("duty", duty.name()).log("duty interrupted");
            }
        } catch (Error e) {
            fatal = e;
            LOG.atError().addKeyValue("duty", duty.name()).setCause(e).log("duty ended by an error; restart needed");
        } finally {
            stopped.countDown();
        }
    }

    private boolean stepAndWait() throws InterruptedException {
        switch (duty.step()) {
            case Duty.Next.Now() -> {}
            case Duty.Next.OnWakeup(var wakeup, var atMost) ->
                waiting(() -> {
                    var _ = wakeup.await(atMost);
                });
            case Duty.Next.Finished() -> {
                return false;
            }
        }
        return true;
    }

    private void pauseFor(Duration pause) throws InterruptedException {
        waiting(() -> time.sleep(pause));
    }

    private interface Wait {
        void run() throws InterruptedException;
    }

    private void waiting(Wait wait) throws InterruptedException {
        synchronized (waitLock) {
            if (closing) {
                return;
            }
            waits = true;
        }
        try {
            wait.run();
        } finally {
            synchronized (waitLock) {
                waits = false;
            }
        }
    }
}
