package atoll.simulate.ledger;

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
    static final List<RulePolicy> ALL = List.of(ONCE, TWICE, AGING);
    static final Policies POLICIES = Policies.of(ALL, 42);

    private Rules() {}

    static RulePolicy named(String name) {
        return ALL.stream()
                .filter(rule -> rule.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no rule '" + name + "'"));
    }
}
