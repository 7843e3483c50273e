package atoll.changeprop.lag;

import atoll.changeprop.rule.Rule;
import java.util.Set;

/// Which work is bulk work, and so waits while replicas are behind.
///
/// @param types types of jobs that are, unless their rule says itself
public record BulkWork(Set<String> types) {
    public BulkWork {
        types = Set.copyOf(types);
    }

    /// Whether the rule's deliveries of a type are.
    public boolean covers(Rule rule, String type) {
        return switch (rule.bulk()) {
            case YES -> true;
            case NO -> false;
            case BY_TYPE -> types.contains(type);
        };
    }
}
