package atoll.work.limit;

import atoll.base.error.Check;
import atoll.base.time.TimeSource;
import atoll.work.policy.LimitPolicy;
import atoll.work.policy.LimitTarget;
import atoll.work.queue.Bound;
import atoll.work.queue.Turn;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What a target may do: so many attempts at once, so many in a time, or both. Counts what runs of it in this process.
/// Not thread-safe.
public final class Limit implements Bound {
    private static final long LAG_EVERY_NANOS = 5_000_000_000L;

    private final LimitTarget target;
    private final TimeSource time;
    private final Turn full = new Turn.Full(this);
    private @Nullable AdaptiveLimit concurrency;
    private @Nullable TokenBucket rate;
    private @Nullable Decrease lastDecrease;
    private int running;
    private int share = LimitPolicy.Concurrency.MOST;
    private int parked;
    private boolean hasLagged;
    private long laggedNanos;

    Limit(LimitTarget target, TimeSource time) {
        this.target = target;
        this.time = time;
    }

    LimitTarget target() {
        return target;
    }

    /// What it bounds from now on; what it has learned stays.
    void bounds(LimitPolicy.@Nullable Concurrency many, LimitPolicy.@Nullable Rate often) {
        if (many == null) {
            concurrency = null;
        } else if (concurrency == null) {
            concurrency = new AdaptiveLimit(many, target.isNarrow());
        } else {
            concurrency.bounds(many);
        }
        if (often == null) {
            rate = null;
        } else if (rate == null) {
            rate = new TokenBucket(often, time.nanoTime());
        } else {
            rate.rate(often, time.nanoTime());
        }
    }

    /// The part of it this owner has.
    void share(int units) {
        share = units;
    }

    /// So many run, as counted elsewhere.
    void running(int count) {
        running = count;
    }

    int running() {
        return running;
    }

    /// Null if a lane may go as far as this limit is concerned.
    @Nullable
    Turn refusal() {
        return room() > 0 ? null : full;
    }

    @Override
    public int room() {
        int slots = limitNow() - running;
        return rate == null || slots <= 0 ? slots : Math.min(slots, rate.available(time.nanoTime()));
    }

    @Override
    public @Nullable Duration opensIn() {
        return rate == null || limitNow() <= running ? null : rate.untilNext(time.nanoTime());
    }

    @Nullable
    Decrease lastDecrease() {
        return lastDecrease;
    }

    /// Whether lanes wait for it.
    boolean isWaitedFor() {
        return parked > 0;
    }

    @Override
    public void parked(int change) {
        parked += change;
        Check.state(parked >= 0, parked + " lanes are parked at the limit of " + target.words());
    }

    void started() {
        running++;
        if (concurrency != null) {
            concurrency.started(running);
        }
        if (rate != null) {
            rate.take(time.nanoTime());
        }
    }

    /// A claim was not recorded, so its attempt never started.
    void neverStarted() {
        running--;
    }

    /// True if it is lower now.
    boolean ended(Signal signal, long startedNanos) {
        boolean lowered = concurrency != null && concurrency.ended(signal, running, startedNanos, time.nanoTime());
        running--;
        if (lowered) {
            lastDecrease = new Decrease(time.instant(), cause(signal));
        }
        return lowered;
    }

    /// The replicas are behind, which is felt some seconds after it was lowered. True if it is lower now.
    boolean lags() {
        long nanos = time.nanoTime();
        if (hasLagged && nanos - laggedNanos < LAG_EVERY_NANOS) {
            return false;
        }
        hasLagged = true;
        laggedNanos = nanos;
        boolean lowered = concurrency != null && concurrency.lower(running, nanos);
        if (lowered) {
            lastDecrease = new Decrease(time.instant(), Decrease.Cause.LAG);
        }
        return lowered;
    }

    /// It is as it would be if it were new.
    boolean isAtRest() {
        return running == 0 && !isWaitedFor() && rate == null && (concurrency == null || !concurrency.isLowered());
    }

    /// It was lowered and is not back at its most.
    boolean isLowered() {
        return concurrency != null && concurrency.isLowered();
    }

    private int limitNow() {
        return concurrency == null ? share : Math.min(share, concurrency.limit());
    }

    private static Decrease.Cause cause(Signal signal) {
        return switch (signal) {
            case NO_ANSWER -> Decrease.Cause.NO_ANSWER;
            case ASKED -> Decrease.Cause.ASKED;
            case SERVER_ERROR, GOOD, NOTHING -> Decrease.Cause.SERVER_ERROR;
        };
    }

    @Override
    public String reason() {
        String what = "limit of " + target.words();
        if (limitNow() <= running) {
            boolean shared = concurrency != null && share < concurrency.limit();
            return what + ": " + running + " run, " + limitNow() + " may"
                    + (shared ? " by the leased quota" : because());
        }
        return rate == null ? what : what + ": rate of " + rate.rate().perSecond() + " per second";
    }

    private String because() {
        return isLowered() && lastDecrease != null
                ? " since " + lastDecrease.cause().words() + " at " + lastDecrease.at()
                : "";
    }

    /// As it is now, for people.
    LimitState state() {
        LimitPolicy.Concurrency bounds = concurrency == null ? null : concurrency.bounds();
        boolean isFull = room() <= 0;
        return new LimitState(
                target,
                concurrency == null ? null : limitNow(),
                bounds,
                running,
                rate == null ? null : rate.rate(),
                rate == null ? null : rate.available(time.nanoTime()),
                isFull && isWaitedFor() ? reason() : null,
                lastDecrease);
    }
}
