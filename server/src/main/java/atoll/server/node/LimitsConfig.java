package atoll.server.node;

import atoll.base.config.Doc;
import atoll.work.limit.LimitDefaults;
import atoll.work.policy.LimitPolicies;
import atoll.work.policy.LimitPolicy;
import atoll.work.policy.LimitTarget;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How much may run at once and in a time, to begin with; `atoll limits` changes it at run time.
public record LimitsConfig(
        @Doc(
                "bounds for each job type of each wiki: attempts at once; between the two the limit follows what the wiki answers")
        Bounds each,

        @Doc("the same for each section, all job types together; a wiki without a section is one of its own")
        Bounds section,

        @Doc("policies to begin with; one that is set at run time for the same wikis and job type wins, field by field")
        List<Policy> policies) {

    public static final LimitsConfig DEFAULTS = new LimitsConfig(Bounds.DEFAULTS, Bounds.DEFAULTS, List.of());

    public LimitsConfig {
        Set<LimitTarget> seen = new HashSet<>();
        for (Policy policy : policies) {
            if (!seen.add(policy.limits().target())) {
                throw new IllegalArgumentException(
                        "there are two policies for " + policy.limits().target().words() + ": join them");
            }
        }
    }

    /// Between which a limit moves. Equal ones make it fixed.
    public record Bounds(
            @Doc("not fewer, whatever goes wrong") int min,

            @Doc("never more") int max) {
        public static final Bounds DEFAULTS = new Bounds(1, LimitPolicy.Concurrency.MOST);

        public Bounds {
            var _ = new LimitPolicy.Concurrency(min, max);
        }

        LimitPolicy.Concurrency concurrency() {
            return new LimitPolicy.Concurrency(min, max);
        }
    }

    /// Starts in a time.
    public record Rate(
            @Doc("starts a second, on average; 0.1 is one in ten seconds")
            double perSecond,

            @Doc("so many at once after a rest; default: what a second brings, but one") @Nullable
            Integer burst) {
        public Rate {
            var _ = burst == null ? LimitPolicy.Rate.of(perSecond) : new LimitPolicy.Rate(perSecond, burst);
        }

        LimitPolicy.Rate rate() {
            return burst == null ? LimitPolicy.Rate.of(perSecond) : new LimitPolicy.Rate(perSecond, burst);
        }
    }

    /// What is said about a job type, a wiki, a section, or all of them.
    public record Policy(
            @Doc("job type; default: all") @Nullable String type,

            @Doc("wiki id; default: all") @Nullable String wiki,

            @Doc("section, instead of a wiki") @Nullable String section,

            @Doc("true starts nothing of it; false goes on although a broader policy is paused") @Nullable
            Boolean paused,

            @Doc("turns in relation to other wikis, which have 1; from 0.01 to 100") @Nullable
            Double weight,

            @Doc("attempts at once, all that is meant together") @Nullable
            Bounds concurrency,

            @Doc("attempts in a time, all that is meant together") @Nullable
            Rate rate) {
        public Policy {
            var _ = limits(type, wiki, section, paused, weight, concurrency, rate);
        }

        LimitPolicy limits() {
            return limits(type, wiki, section, paused, weight, concurrency, rate);
        }

        private static LimitPolicy limits(
                @Nullable String type,
                @Nullable String wiki,
                @Nullable String section,
                @Nullable Boolean paused,
                @Nullable Double weight,
                @Nullable Bounds concurrency,
                @Nullable Rate rate) {
            return new LimitPolicy(
                    LimitTarget.checked(orAny(type), orAny(wiki), orAny(section)),
                    paused,
                    weight,
                    concurrency == null ? null : concurrency.concurrency(),
                    rate == null ? null : rate.rate());
        }

        private static String orAny(@Nullable String name) {
            return name == null ? LimitTarget.ANY : name;
        }
    }

    LimitPolicies asPolicies() {
        return new LimitPolicies(0, policies.stream().map(Policy::limits).toList());
    }

    LimitDefaults defaults() {
        return new LimitDefaults(each.concurrency(), section.concurrency());
    }
}
