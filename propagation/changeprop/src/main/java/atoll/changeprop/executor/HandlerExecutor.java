package atoll.changeprop.executor;

import atoll.base.lifecycle.Threads;
import atoll.base.time.Deadline;
import atoll.base.time.TimeSource;
import atoll.base.time.Wakeup;
import atoll.changeprop.RequestId;
import atoll.changeprop.TriggeredBy;
import atoll.changeprop.handler.Handlers;
import atoll.changeprop.handler.Handling;
import atoll.changeprop.handler.Task;
import atoll.changeprop.rule.Exec;
import atoll.work.Attempt;
import atoll.work.Outcome;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Calls a handler on a thread of its own, and interrupts it at the deadline.
///
/// Java cannot end a thread that does not heed its interrupt: it is left alone, what it returns does not count, and
/// once [#MOST_LEFT] calls of a handler go on like that, it gets no further ones before one of them ends.
public final class HandlerExecutor {
    /// Calls of one handler that may go on after their deadlines.
    static final int MOST_LEFT = 8;

    private static final Duration HEED_WITHIN = Duration.ofMillis(500);

    private final Handlers handlers;
    private final TimeSource time;
    private final Map<String, AtomicInteger> left = new ConcurrentHashMap<>();

    public HandlerExecutor(Handlers handlers, TimeSource time) {
        this.handlers = handlers;
        this.time = time;
    }

    Outcome execute(Attempt attempt, Exec.InProcess exec, Deadline deadline) throws InterruptedException {
        String name = exec.handler();
        Optional<Handling> handling = handlers.find(name);
        if (handling.isEmpty()) {
            return new Outcome.Rejected(
                    0, "no handler '" + name + "' is registered (there are " + handlers.names() + ")");
        }
        AtomicInteger going = left.computeIfAbsent(name, _ -> new AtomicInteger());
        if (going.get() >= MOST_LEFT) {
            return new Outcome.Postponed(
                    0,
                    "handler '" + name + "' does not heed interrupts: " + going.get()
                            + " calls still run after their deadlines",
                    Outcome.Scope.LANE,
                    Pause.OVERLOADED);
        }
        Deadline until = exec.timeout() == null ? deadline : deadline.atMost(exec.timeout());
        Task task = new Task(
                attempt.event(),
                attempt.delivery().eventId(),
                attempt.delivery().source().topic(),
                attempt.delivery().wiki(),
                attempt.number(),
                RequestId.of(attempt.delivery()),
                TriggeredBy.of(attempt).chain(),
                until);
        Call call = new Call(handling.get(), task, time.newWakeup(), going);
        return call.await(Threads.startVirtual("handler-" + name, call), until);
    }

    private enum Stage {
        RUNNING,
        OVER,
        LEFT
    }

    /// One call. Whichever comes first, its end or its being left alone, counts.
    private static final class Call implements Runnable {
        private final Handling handling;
        private final Task task;
        private final Wakeup over;
        private final AtomicInteger going;
        private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.RUNNING);
        private volatile @Nullable Outcome outcome;

        Call(Handling handling, Task task, Wakeup over, AtomicInteger going) {
            this.handling = handling;
            this.task = task;
            this.over = over;
            this.going = going;
        }

        @Override
        public void run() {
            try {
                outcome = handling.handle(task);
            } catch (Exception e) {
                outcome = new Outcome.Failed(0, Excerpt.of("the handler threw " + e));
            } finally {
                if (!stage.compareAndSet(Stage.RUNNING, Stage.OVER)) {
                    going.decrementAndGet();
                }
                over.signal();
            }
        }

        Outcome await(Thread thread, Deadline deadline) throws InterruptedException {
            try {
                if (!over.await(deadline.left())) {
                    thread.interrupt();
                    boolean heeded = over.await(HEED_WITHIN);
                    return new Outcome.Failed(
                            0,
                            "the handler took too long; " + (heeded ? "interrupted" : "it does not heed interrupts"));
                }
            } finally {
                leave(thread);
            }
            Outcome returned = outcome;
            return returned == null
                    ? new Outcome.Failed(0, "the handler ended without an outcome (an error, or null)")
                    : bounded(returned);
        }

        private void leave(Thread thread) {
            going.incrementAndGet();
            if (stage.compareAndSet(Stage.RUNNING, Stage.LEFT)) {
                thread.interrupt();
            } else {
                going.decrementAndGet();
            }
        }

        private static Outcome bounded(Outcome outcome) {
            String detail = Excerpt.of(outcome.detail());
            return outcome instanceof Outcome.Postponed later
                    ? new Outcome.Postponed(later.status(), detail, later.scope(), Pause.clamped(later.retryAfter()))
                    : outcome.withDetail(detail);
        }
    }
}
