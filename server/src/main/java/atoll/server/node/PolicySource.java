package atoll.server.node;

import atoll.changeprop.rule.Rule;
import atoll.changeprop.rule.RuleSet;
import atoll.work.RulePolicy;
import atoll.work.owner.Policies;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The policies of the rules in force, for the work engine. Derived once for each rule set: the engine asks at every
/// step. Asked by one thread.
final class PolicySource implements Supplier<Policies> {
    private final Supplier<RuleSet> rules;
    private final int builtInConcurrency;
    private @Nullable RuleSet derivedFrom;
    private Policies policies = new Policies(Map.of(), 0);

    PolicySource(Supplier<RuleSet> rules, int builtInConcurrency) {
        this.rules = rules;
        this.builtInConcurrency = builtInConcurrency;
    }

    @Override
    public Policies get() {
        RuleSet now = rules.get();
        if (now != derivedFrom) {
            List<RulePolicy> configured =
                    now.policies().stream().map(this::configured).toList();
            policies = Policies.of(configured, Long.parseUnsignedLong(now.hash().substring(0, 16), 16));
            derivedFrom = now;
        }
        return policies;
    }

    /// The built-in rule's concurrency comes from the configuration; rules in files have their own.
    private RulePolicy configured(RulePolicy policy) {
        return policy.name().equals(Rule.BUILT_IN) ? policy.withConcurrency(builtInConcurrency) : policy;
    }
}
