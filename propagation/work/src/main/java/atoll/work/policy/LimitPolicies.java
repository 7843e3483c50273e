package atoll.work.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// All policies in force. Immutable.
public final class LimitPolicies {
    public static final LimitPolicies NONE = new LimitPolicies(0, List.of());

    private final long version;
    private final Map<LimitTarget, LimitPolicy> byTarget;

    private LimitPolicies(long version, Map<LimitTarget, LimitPolicy> byTarget) {
        this.version = version;
        this.byTarget = byTarget;
    }

    /// @param version grows with each change
    public LimitPolicies(long version, Collection<LimitPolicy> policies) {
        this(version, byTarget(policies));
    }

    private static Map<LimitTarget, LimitPolicy> byTarget(Collection<LimitPolicy> policies) {
        Map<LimitTarget, LimitPolicy> byTarget = new TreeMap<>();
        policies.forEach(policy -> byTarget.put(policy.target(), policy));
        return byTarget;
    }

    public long version() {
        return version;
    }

    /// The broadest first.
    public List<LimitPolicy> all() {
        return List.copyOf(byTarget.values());
    }

    public @Nullable LimitPolicy of(LimitTarget target) {
        return byTarget.get(target);
    }

    /// Those of the same targets replace what these say, field by field.
    public LimitPolicies with(Collection<LimitPolicy> stronger, long newVersion) {
        Map<LimitTarget, LimitPolicy> merged = new TreeMap<>(byTarget);
        stronger.forEach(policy -> merged.merge(policy.target(), policy, (weak, strong) -> strong.over(weak)));
        return new LimitPolicies(newVersion, merged);
    }

    /// The policies that cover a job type of a wiki, the broadest first.
    public List<LimitPolicy> covering(String type, String wiki, String section) {
        List<LimitPolicy> covering = new ArrayList<>();
        for (LimitPolicy policy : byTarget.values()) {
            if (policy.target().covers(type, wiki, section)) {
                covering.add(policy);
            }
        }
        return covering;
    }

    /// The policy that decides whether it is paused; null if none says so.
    public @Nullable LimitPolicy pausing(String type, String wiki, String section) {
        return mostSpecific(covering(type, wiki, section), LimitPolicy::paused);
    }

    /// Null if no policy says so.
    public @Nullable Double weight(String type, String wiki, String section) {
        LimitPolicy weighing = mostSpecific(covering(type, wiki, section), LimitPolicy::weight);
        return weighing == null ? null : weighing.weight();
    }

    private static @Nullable LimitPolicy mostSpecific(
            List<LimitPolicy> covering, Function<LimitPolicy, @Nullable Object> field) {
        LimitPolicy found = null;
        for (LimitPolicy policy : covering) {
            found = field.apply(policy) == null ? found : policy;
        }
        return found;
    }

    /// Policies that go on although the given one is paused, because they are more specific and say so.
    public List<LimitPolicy> exceptedFrom(LimitTarget paused) {
        return byTarget.values().stream()
                .filter(policy -> Boolean.FALSE.equals(policy.paused()))
                .filter(policy -> policy.target().specificity() > paused.specificity())
                .filter(policy -> paused.type().equals(LimitTarget.ANY)
                        || policy.target().type().equals(LimitTarget.ANY)
                        || policy.target().type().equals(paused.type()))
                .toList();
    }
}
