package atoll.work;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the work engine treats the deliveries of one rule.
///
/// @param name the rule's name
/// @param concurrency attempts under way at once in this process
/// @param retryLimit attempts after the first failed one; 0 means none
/// @param retryDelay wait before the first retry
/// @param retryFactor each further wait is this much longer
/// @param timeout an attempt has failed when it takes longer
/// @param claimTtl events older than this are abandoned instead of executed; zero means never
/// @param rootClaimTtl the same for the age of the root event
/// @param weights wikis that get more than one turn, by wiki id
/// @param limiters what holds deliveries back that fail too often
public record RulePolicy(
        String name,
        int concurrency,
        int retryLimit,
        Duration retryDelay,
        double retryFactor,
        Duration timeout,
        Duration claimTtl,
        Duration rootClaimTtl,
        List<Weight> weights,
        List<Limiter> limiters) {

    /// Turns a wiki gets in a round.
    public record Weight(String wiki, int turns) {}

    /// Longest wait between two attempts, whatever the factor says.
    public static final Duration LONGEST_DELAY = Duration.ofDays(1);

    public RulePolicy {
        weights = List.copyOf(weights);
        limiters = List.copyOf(limiters);
        if (concurrency < 1) {
            throw new IllegalArgumentException(
                    "concurrency of rule '" + name + "' is " + concurrency + ": must be at least 1");
        }
        if (retryLimit < 0) {
            throw new IllegalArgumentException(
                    "retry_limit of rule '" + name + "' is " + retryLimit + ": must not be negative");
        }
    }

    /// Without limiters.
    public RulePolicy(
            String name,
            int concurrency,
            int retryLimit,
            Duration retryDelay,
            double retryFactor,
            Duration timeout,
            Duration claimTtl,
            Duration rootClaimTtl,
            List<Weight> weights) {
        this(
                name,
                concurrency,
                retryLimit,
                retryDelay,
                retryFactor,
                timeout,
                claimTtl,
                rootClaimTtl,
                weights,
                List.of());
    }

    /// change-propagation's defaults: two retries after 60 s and 360 s.
    public static RulePolicy of(String name, int concurrency) {
        return new RulePolicy(
                name,
                concurrency,
                2,
                Duration.ofSeconds(60),
                6,
                Duration.ofMinutes(7),
                Duration.ZERO,
                Duration.ZERO,
                List.of());
    }

    /// The limiter of that name; null if the rule has none.
    public @Nullable Limiter limiter(String limiter) {
        for (Limiter each : limiters) {
            if (each.name().equals(limiter)) {
                return each;
            }
        }
        return null;
    }

    /// The same with limiters.
    public RulePolicy withLimiters(List<Limiter> others) {
        return new RulePolicy(
                name,
                concurrency,
                retryLimit,
                retryDelay,
                retryFactor,
                timeout,
                claimTtl,
                rootClaimTtl,
                weights,
                others);
    }

    /// The same with another concurrency.
    public RulePolicy withConcurrency(int attempts) {
        return new RulePolicy(
                name,
                attempts,
                retryLimit,
                retryDelay,
                retryFactor,
                timeout,
                claimTtl,
                rootClaimTtl,
                weights,
                limiters);
    }

    /// The wait after the given failed attempt (1 = the first).
    public Duration delayAfter(int attempt) {
        double millis = retryDelay.toMillis() * Math.pow(retryFactor, attempt - 1.0);
        return millis < LONGEST_DELAY.toMillis() ? Duration.ofMillis((long) millis) : LONGEST_DELAY;
    }
}
