package atoll.changeprop.lag;

import atoll.changeprop.rule.Rule;
import atoll.changeprop.rule.RuleSet;
import atoll.work.Gate;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Holds bulk work back while the replicas of its section are behind; everything else goes on.
public final class BulkGate implements Gate {
    private final Gate first;
    private final ReplicaLag lag;
    private final Supplier<RuleSet> rules;
    private final Set<String> bulkTypes;

    /// @param first asked before
    /// @param bulkTypes types of jobs that are bulk work for rules that do not say themselves
    public BulkGate(Gate first, ReplicaLag lag, Supplier<RuleSet> rules, Set<String> bulkTypes) {
        this.first = first;
        this.lag = lag;
        this.rules = rules;
        this.bulkTypes = Set.copyOf(bulkTypes);
    }

    @Override
    public Optional<String> closed(String rule, String type, String wiki) {
        Optional<String> closed = first.closed(rule, type, wiki);
        if (closed.isPresent()) {
            return closed;
        }
        Optional<String> pause = lag.pause(wiki);
        return pause.isPresent() && isBulk(rule, type) ? pause : Optional.empty();
    }

    private boolean isBulk(String rule, String type) {
        return switch (rules.get().rule(rule).map(Rule::bulk).orElse(Rule.Bulk.BY_TYPE)) {
            case YES -> true;
            case NO -> false;
            case BY_TYPE -> bulkTypes.contains(type);
        };
    }
}
