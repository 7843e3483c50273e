package atoll.work.owner;

import atoll.work.RulePolicy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The rules the owner works with at present.
///
/// @param byName each rule's policy
/// @param hash of the rule set, recorded with each decision
public record Policies(Map<String, RulePolicy> byName, long hash) {
    public Policies {
        byName = Map.copyOf(byName);
    }

    public static Policies of(List<RulePolicy> policies, long hash) {
        Map<String, RulePolicy> byName = new HashMap<>();
        for (RulePolicy policy : policies) {
            byName.put(policy.name(), policy);
        }
        return new Policies(byName, hash);
    }
}
