package atoll.testkit.sim;

import atoll.base.lifecycle.Duty;
import atoll.base.lifecycle.Duty.Next;
import atoll.testkit.time.SimWakeup;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A duty of a running process, and when it can be stepped next.
final class Task {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final Node node;
    private final Duty duty;
    private final int incarnation;
    private @Nullable SimWakeup wakeup;
    private long dueNanos;
    private Duration pause = FIRST_PAUSE;
    private boolean onStack;

    Task(Node node, Duty duty) {
        this.node = node;
        this.duty = duty;
        this.incarnation = node.incarnation();
    }

    Node node() {
        return node;
    }

    boolean isAlive() {
        return node.isUp() && node.incarnation() == incarnation;
    }

    boolean isRunnable(long nanos) {
        return !onStack && (dueNanos - nanos <= 0 || wakeup != null && wakeup.isSignalled());
    }

    boolean isOnStack() {
        return onStack;
    }

    long dueNanos() {
        return dueNanos;
    }

    /// Steps the duty and returns what it said.
    Next step() throws InterruptedException {
        if (wakeup != null) {
            var _ = wakeup.take();
        }
        onStack = true;
        try {
            return duty.step();
        } finally {
            onStack = false;
        }
    }

    void runAgainNow(long nanos) {
        pause = FIRST_PAUSE;
        wakeup = null;
        dueNanos = nanos;
    }

    void waitFor(Next.OnWakeup next, long untilNanos) {
        if (!(next.wakeup() instanceof SimWakeup sim)) {
            throw new AssertionError("duty '" + duty.name() + "' of node '" + node.name()
                    + "' waits on a wakeup of another time source: build it with node.time()");
        }
        pause = FIRST_PAUSE;
        wakeup = sim;
        dueNanos = untilNanos;
    }

    /// As the production runner does after a step that threw: a pause that doubles.
    void pauseAfterFailure(long nanos) {
        wakeup = null;
        dueNanos = nanos + pause.toNanos();
        Duration longer = pause.multipliedBy(2);
        pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
    }

    @Override
    public String toString() {
        return node.name() + "/" + duty.name();
    }
}
