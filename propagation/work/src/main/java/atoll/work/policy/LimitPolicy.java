package atoll.work.policy;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import org.jspecify.annotations.Nullable;

/// What is said about a target. Absent fields are left to others.
///
/// @param paused true: nothing of it is started; false: it goes on although a broader policy is paused
/// @param weight turns in relation to other wikis, which have 1
/// @param concurrency attempts under way at once, all that the target covers together
/// @param rate attempts started in a time, all that the target covers together
public record LimitPolicy(
        LimitTarget target,
        @Nullable Boolean paused,
        @Nullable Double weight,
        @Nullable Concurrency concurrency,
        @Nullable Rate rate) {
    private static final double LEAST_WEIGHT = 0.01;
    private static final double MOST_WEIGHT = 100;

    public LimitPolicy {
        if (weight != null && !(weight >= LEAST_WEIGHT && weight <= MOST_WEIGHT)) {
            throw invalid("weight", weight, "a number from 0.01 to 100 (1 is what others have)");
        }
    }

    /// How many attempts at once; the limit adapts between the two.
    ///
    /// @param min not fewer, whatever goes wrong
    /// @param max never more
    public record Concurrency(int min, int max) {
        public static final int MOST = 100_000;

        public Concurrency {
            if (max < 1 || max > MOST) {
                throw invalid("concurrency max", max, "from 1 to " + MOST + " (to stop everything, pause it)");
            }
            if (min < 1 || min > max) {
                throw invalid("concurrency min", min, "from 1 to max, which is " + max);
            }
        }
    }

    /// How many attempts in a time.
    ///
    /// @param perSecond on average
    /// @param burst so many at once after a rest
    public record Rate(double perSecond, int burst) {
        private static final double SLOWEST = 0.0001;
        private static final double FASTEST = 1_000_000;

        public Rate {
            if (!(perSecond >= SLOWEST && perSecond <= FASTEST)) {
                throw invalid("rate per second", perSecond, "from 0.0001 to 1000000 (to stop everything, pause it)");
            }
            if (burst < 1 || burst > FASTEST) {
                throw invalid("rate burst", burst, "from 1 to 1000000");
            }
        }

        /// With a burst of what a second brings.
        public static Rate of(double perSecond) {
            return new Rate(perSecond, (int) Math.max(1, Math.min(FASTEST, Math.ceil(perSecond))));
        }
    }

    /// A policy that says nothing yet.
    public static LimitPolicy of(LimitTarget target) {
        return new LimitPolicy(target, null, null, null, null);
    }

    public boolean isEmpty() {
        return paused == null && weight == null && concurrency == null && rate == null;
    }

    public LimitPolicy withPaused(@Nullable Boolean now) {
        return new LimitPolicy(target, now, weight, concurrency, rate);
    }

    public LimitPolicy withWeight(@Nullable Double now) {
        return new LimitPolicy(target, paused, now, concurrency, rate);
    }

    public LimitPolicy withConcurrency(@Nullable Concurrency now) {
        return new LimitPolicy(target, paused, weight, now, rate);
    }

    public LimitPolicy withRate(@Nullable Rate now) {
        return new LimitPolicy(target, paused, weight, concurrency, now);
    }

    /// This one, and where it says nothing the other one of the same target.
    LimitPolicy over(LimitPolicy other) {
        return new LimitPolicy(
                target,
                paused == null ? other.paused : paused,
                weight == null ? other.weight : weight,
                concurrency == null ? other.concurrency : concurrency,
                rate == null ? other.rate : rate);
    }

    private static AtollException invalid(String what, Object value, String allowed) {
        return new AtollException(ErrorKind.INVALID, what + " is '" + value + "': must be " + allowed);
    }
}
