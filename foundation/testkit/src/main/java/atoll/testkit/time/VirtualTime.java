package atoll.testkit.time;

import atoll.base.time.TimeSource;
import atoll.base.time.Wakeup;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Time that moves only when it is told to.
///
/// Two times, as on a real machine: [#nanoTime()] only ever grows, by [#advance]; [#instant()] grows with it and can
/// besides be set forwards and backwards by [#stepClock]. Several machines share one monotonic time and have a wall
/// clock
/// each: see [#node].
///
/// **Waiting**: nobody blocks a real thread. Without a simulation [#sleep] just advances the time, and [Wakeup#await]
/// answers at once if the signal is there or nothing is to be waited for, and is an [AssertionError] otherwise, because
/// nobody could ever give the signal. In a simulation both let the other duties run meanwhile.
///
/// **Threads**: reading and signalling is safe from any thread; time is moved by one.
public final class VirtualTime implements TimeSource {
    /// The moment at which virtual time begins.
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicReference<@Nullable Waiting> waiting = new AtomicReference<>();
    private final NodeTime own;

    public VirtualTime() {
        this(START);
    }

    public VirtualTime(Instant start) {
        this.own = new NodeTime(this, start);
    }

    /// Lets time pass on all clocks.
    public void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException(
                    "time cannot be advanced by " + by + ": use stepClock to set a clock back");
        }
        nanos.addAndGet(by.toNanos());
    }

    /// Lets time pass until [#nanoTime()] is at least the value given.
    public void advanceTo(long nanoTime) {
        nanos.accumulateAndGet(nanoTime, Math::max);
    }

    /// What [#nanoTime()] will be when this much more time has passed; the end of all time if it is longer than that.
    public long nanosAfter(Duration wait) {
        if (wait.isNegative()) {
            return nanoTime();
        }
        long left = Long.MAX_VALUE - nanoTime();
        return wait.compareTo(Duration.ofNanos(left)) >= 0 ? Long.MAX_VALUE : nanoTime() + wait.toNanos();
    }

    /// Sets this wall clock forwards or (negative) backwards; no time passes.
    public void stepClock(Duration by) {
        own.stepClock(by);
    }

    /// The time of one more machine: same monotonic time, own wall clock, at first equal to this one.
    public NodeTime node() {
        return new NodeTime(this, own.instant());
    }

    /// Says how waiting is done from now on. For the simulation kernel.
    public void onWait(Waiting how) {
        if (!waiting.compareAndSet(null, how)) {
            throw new AssertionError("this virtual time already belongs to a simulation: create one for each");
        }
    }

    @Override
    public Instant instant() {
        return own.instant();
    }

    @Override
    public long nanoTime() {
        return nanos.get();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        Waiting how = waiting.get();
        if (how == null) {
            advance(duration.isNegative() ? Duration.ZERO : duration);
            return;
        }
        how.await(new SimWakeup(this), nanosAfter(duration));
    }

    @Override
    public Wakeup newWakeup() {
        return new SimWakeup(this);
    }

    void await(SimWakeup wakeup, Duration atMost) throws InterruptedException {
        Waiting how = waiting.get();
        if (how == null) {
            throw new AssertionError("waiting " + atMost + " for a wakeup outside of a simulation would never end:"
                    + " signal it before, or step the duty in a Simulation");
        }
        how.await(wakeup, nanosAfter(atMost));
    }

    /// Lets others run until a wakeup is signalled or a moment is reached.
    @FunctionalInterface
    public interface Waiting {
        /// Returns once [SimWakeup#isSignalled()] or `nanoTime() >= untilNanos`; does not take the signal.
        void await(SimWakeup wakeup, long untilNanos) throws InterruptedException;
    }
}
