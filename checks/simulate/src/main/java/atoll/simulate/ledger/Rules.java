package atoll.simulate.ledger;

import atoll.work.Limiter;
import atoll.work.RulePolicy;
import atoll.work.owner.Policies;
import java.time.Duration;
import java.util.List;

/// The rules of the simulated world: short times, so that much happens in a minute.
final class Rules {
    static final RulePolicy ONCE = new RulePolicy(
            "once", 1, 0, Duration.ofSeconds(1), 1, Duration.ofSeconds(4), Duration.ZERO, Duration.ZERO, List.of());
    static final RulePolicy TWICE = new RulePolicy(
            "twice", 2, 2, Duration.ofSeconds(2), 3, Duration.ofSeconds(4), Duration.ZERO, Duration.ZERO, List.of());
    /// Three failures in six seconds fill it.
    static final Limiter LIMITER =
            new Limiter("failures", List.of(new Limiter.Window(Duration.ofSeconds(6), 3, Duration.ofSeconds(1))));
    static final RulePolicy LIMITED = new RulePolicy(
            "limited",
            2,
            4,
            Duration.ofMillis(300),
            1,
            Duration.ofSeconds(4),
            Duration.ZERO,
            Duration.ZERO,
            List.of(),
            List.of(LIMITER));
    static final RulePolicy AGING = new RulePolicy(
            "aging",
            3,
            3,
            Duration.ofMillis(500),
            2,
            Duration.ofSeconds(3),
            Duration.ofSeconds(40),
            Duration.ofMinutes(1),
            List.of(new RulePolicy.Weight("w1", 3)));
    static final List<RulePolicy> ALL = List.of(ONCE, TWICE, AGING, LIMITED);
    static final Policies POLICIES = Policies.of(ALL, 42);

    private Rules() {}

    static Duration delayAfter(RulePolicy rule, int failures) {
        double millis = rule.retryDelay().toMillis();
        for (int i = 1; i < failures; i++) {
            millis *= rule.retryFactor();
        }
        return Duration.ofMillis((long) millis);
    }

    static RulePolicy named(String name) {
        return ALL.stream()
                .filter(rule -> rule.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no rule '" + name + "'"));
    }
}
