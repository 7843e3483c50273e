package atoll.testkit.time;

import atoll.base.time.TimeSource;
import atoll.base.time.Wakeup;
import java.time.Duration;
import java.time.Instant;

/// The time of one machine among several: the world's monotonic time, and a wall clock of its own that can be wrong.
public final class NodeTime implements TimeSource {
    private static final double MILLION = 1e6;

    private final VirtualTime world;
    private Instant shown;
    private long shownAtNanos;
    private double driftPpm;

    NodeTime(VirtualTime world, Instant shown) {
        this.world = world;
        this.shown = shown;
        this.shownAtNanos = world.nanoTime();
    }

    /// Sets the wall clock forwards or (negative) backwards.
    public synchronized void stepClock(Duration by) {
        settle();
        shown = shown.plus(by);
    }

    /// From now on the wall clock gains (or, negative, loses) this many microseconds each second.
    public synchronized void drift(double partsPerMillion) {
        settle();
        driftPpm = partsPerMillion;
    }

    @Override
    public synchronized Instant instant() {
        long passed = world.nanoTime() - shownAtNanos;
        return shown.plusNanos(passed + (long) (passed * (driftPpm / MILLION)));
    }

    @Override
    public long nanoTime() {
        return world.nanoTime();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        world.sleep(duration);
    }

    @Override
    public Wakeup newWakeup() {
        return world.newWakeup();
    }

    private void settle() {
        Instant now = instant();
        shownAtNanos = world.nanoTime();
        shown = now;
    }
}
