package atoll.changeprop.lag;

import atoll.changeprop.rule.RuleSet;
import atoll.work.Gate;
import java.util.Optional;
import java.util.function.Supplier;

/// Holds bulk work back while the replicas of its section are behind; everything else goes on.
public final class BulkGate implements Gate {
    private final Gate first;
    private final ReplicaLag lag;
    private final Supplier<RuleSet> rules;
    private final BulkWork bulk;

    /// @param first asked before
    public BulkGate(Gate first, ReplicaLag lag, Supplier<RuleSet> rules, BulkWork bulk) {
        this.first = first;
        this.lag = lag;
        this.rules = rules;
        this.bulk = bulk;
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
        return rules.get()
                .rule(rule)
                .map(known -> bulk.covers(known, type))
                .orElseGet(() -> bulk.types().contains(type));
    }
}
