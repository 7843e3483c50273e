package atoll.work.limit;

import atoll.base.time.TimeSource;
import atoll.base.watch.Watch;
import atoll.work.Outcome;
import atoll.work.policy.LimitPolicies;
import atoll.work.policy.LimitPolicy;
import atoll.work.policy.LimitTarget;
import atoll.work.queue.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// All limits of one owner. Says whether a job type of a wiki may have its turn, counts what runs, and learns from what
/// comes back.
///
/// Promises: never more of a target are claimed at once than its limit at that moment, nor more in a time than its
/// rate;
/// what is refused has no effect on anything. Not thread-safe: a core, stepped on the owner's thread.
public final class Limits {
    private static final Duration PAUSE_CHECK = Duration.ofMinutes(1);
    private static final long LOOK_EVERY_NANOS = 1_000_000_000L;
    private static final int FLOWS_KEPT = 1_000;

    private final Ports ports;
    private final TimeSource time;
    private final LimitMetrics metrics;
    private final Map<String, Map<String, Flow>> flows = new HashMap<>();
    // Sorted, so that equal circumstances lead to equal decisions.
    private final Map<LimitTarget, Limit> limits = new TreeMap<>();
    private @Nullable LimitPolicies policies;
    private long lookedNanos;
    private int flowCount;

    /// What limits are made from.
    ///
    /// @param sectionOf the section of a wiki
    /// @param isBehind whether the replicas of a section lag more than they should
    public record Ports(
            Watch<LimitPolicies> policies,
            LimitDefaults defaults,
            UnaryOperator<String> sectionOf,
            Predicate<String> isBehind,
            Quotas quotas) {

        /// No policies, every wiki a section of its own.
        public static Ports adaptive() {
            return new Ports(
                    Watch.of(LimitPolicies.NONE),
                    LimitDefaults.ADAPTIVE,
                    UnaryOperator.identity(),
                    _ -> false,
                    Quotas.WHOLE);
        }
    }

    public Limits(Ports ports, TimeSource time, LimitMetrics metrics) {
        this.ports = ports;
        this.time = time;
        this.metrics = metrics;
        this.lookedNanos = time.nanoTime();
    }

    /// Takes policies over if they changed, and looks at lag and quotas now and then. Call it in each step.
    ///
    /// @param freed told of limits that may have room now
    /// @return true if policies changed: every lane that waits has to be asked again
    public boolean step(Consumer<Limit> freed) {
        LimitPolicies now = ports.policies.current();
        boolean changed = now != policies;
        if (changed) {
            policies = now;
            rebuild();
        }
        long nanos = time.nanoTime();
        if (nanos - lookedNanos >= LOOK_EVERY_NANOS) {
            lookedNanos = nanos;
            lookAtLag();
            lookAtQuotas(freed);
            if (flowCount > FLOWS_KEPT) {
                forgetResting();
            }
            metrics.lowered(limits.values().stream().filter(Limit::isLowered).count());
        }
        return changed;
    }

    /// Whether a job type of a wiki may have its turn.
    public Turn turnOf(String type, String wiki, Instant now) {
        Flow flow = flow(type, wiki);
        if (flow.pausedBy != null) {
            return new Turn.Later(
                    now.plus(PAUSE_CHECK),
                    "paused by the policy for " + flow.pausedBy.target().words());
        }
        List<Limit> all = flow.limits;
        for (int i = 0; i < all.size(); i++) {
            Turn refusal = all.get(i).refusal();
            if (refusal != null) {
                return refusal;
            }
        }
        return Turn.NOW;
    }

    /// Null if no policy says so.
    public @Nullable Double weight(String type, String wiki) {
        return flow(type, wiki).weight;
    }

    /// It had its turn: one more runs.
    public void claimed(String type, String wiki) {
        Flow flow = flow(type, wiki);
        flow.running++;
        flow.limits.forEach(Limit::started);
    }

    /// A claim is over.
    ///
    /// @param outcome null if its attempt never started
    /// @param freed told of limits that lanes wait for and that may have room now
    public void over(String type, String wiki, @Nullable Outcome outcome, long startedNanos, Consumer<Limit> freed) {
        Flow flow = flow(type, wiki);
        flow.running--;
        Signal signal = outcome == null ? Signal.NOTHING : Signal.of(outcome);
        for (Limit limit : flow.limits) {
            if (outcome == null) {
                limit.neverStarted();
            } else if (limit.ended(signal, startedNanos)) {
                metrics.decreased(limit.lastDecrease());
            }
            free(limit, freed);
        }
    }

    int knownFlows() {
        return flowCount;
    }

    /// As they are now, the broadest first: those of policies, and those that wikis' answers have lowered.
    public List<LimitState> states() {
        List<LimitState> states = new ArrayList<>();
        for (Limit limit : limits.values()) {
            if (limit.isLowered() || limit.isWaitedFor() || hasPolicy(limit.target())) {
                states.add(limit.state());
            }
        }
        return states;
    }

    private static void free(Limit limit, Consumer<Limit> freed) {
        if (limit.isWaitedFor() && limit.room() > 0) {
            freed.accept(limit);
        }
    }

    // ---- what there is to look at now and then ---------------------------------------------------------------------

    private void lookAtLag() {
        for (Limit limit : limits.values()) {
            String section = limit.target().section();
            boolean concerned = limit.running() > 0 && !section.equals(LimitTarget.ANY);
            if (concerned && ports.isBehind.test(section) && limit.lags()) {
                metrics.decreased(limit.lastDecrease());
            }
        }
    }

    private void lookAtQuotas(Consumer<Limit> freed) {
        for (Limit limit : limits.values()) {
            if (limit.target().crossesSections()) {
                shareOf(limit);
                free(limit, freed);
            }
        }
    }

    private void shareOf(Limit limit) {
        LimitPolicy policy = inForce().of(limit.target());
        LimitPolicy.Concurrency concurrency = policy == null ? null : policy.concurrency();
        if (concurrency != null) {
            limit.share(ports.quotas.units(limit.target(), concurrency.max(), limit.running()));
        }
    }

    /// Types and wikis come from events; those of which nothing runs and nothing was learned are not kept.
    private void forgetResting() {
        for (Map<String, Flow> ofType : flows.values()) {
            ofType.values()
                    .removeIf(
                            flow -> flow.running == 0 && flow.limits.getFirst().isAtRest());
        }
        flows.values().removeIf(Map::isEmpty);
        List<Flow> left = allFlows();
        flowCount = left.size();
        Set<Limit> used = new HashSet<>();
        left.forEach(flow -> used.addAll(flow.limits));
        limits.values().removeIf(limit -> !used.contains(limit) && limit.isAtRest() && !hasPolicy(limit.target()));
    }

    // ---- what covers what ------------------------------------------------------------------------------------------

    private Flow flow(String type, String wiki) {
        Map<String, Flow> ofType = flows.get(type);
        Flow flow = ofType == null ? null : ofType.get(wiki);
        if (flow == null) {
            flow = new Flow(type, wiki, ports.sectionOf.apply(wiki));
            flows.computeIfAbsent(type, _ -> new HashMap<>()).put(wiki, flow);
            flowCount++;
            resolve(flow);
        }
        return flow;
    }

    private LimitPolicies inForce() {
        return policies == null ? LimitPolicies.NONE : policies;
    }

    private void resolve(Flow flow) {
        LimitPolicies now = inForce();
        LimitPolicy pausing = now.pausing(flow.type, flow.wiki, flow.section);
        flow.pausedBy = pausing != null && Boolean.TRUE.equals(pausing.paused()) ? pausing : null;
        flow.weight = now.weight(flow.type, flow.wiki, flow.section);
        Set<LimitTarget> covering = new LinkedHashSet<>();
        covering.add(flow.own());
        covering.add(LimitTarget.ofSection(LimitTarget.ANY, flow.section));
        for (LimitPolicy policy : now.covering(flow.type, flow.wiki, flow.section)) {
            if (hasBounds(policy)) {
                covering.add(policy.target());
            }
        }
        flow.limits = covering.stream().map(this::limit).toList();
    }

    private Limit limit(LimitTarget target) {
        return limits.computeIfAbsent(target, _ -> {
            Limit limit = new Limit(target, time);
            bound(limit);
            return limit;
        });
    }

    private void bound(Limit limit) {
        LimitPolicy policy = inForce().of(limit.target());
        LimitPolicy.Concurrency said = policy == null ? null : policy.concurrency();
        limit.bounds(said == null ? withoutPolicy(limit.target()) : said, policy == null ? null : policy.rate());
        if (limit.target().crossesSections()) {
            shareOf(limit);
        }
    }

    /// Null for targets that are bounded by policies only.
    private LimitPolicy.@Nullable Concurrency withoutPolicy(LimitTarget target) {
        if (target.isNarrow()) {
            return ports.defaults.each();
        }
        return target.type().equals(LimitTarget.ANY) && !target.section().equals(LimitTarget.ANY)
                ? ports.defaults.section()
                : null;
    }

    private boolean hasPolicy(LimitTarget target) {
        LimitPolicy policy = inForce().of(target);
        return policy != null && hasBounds(policy);
    }

    private static boolean hasBounds(LimitPolicy policy) {
        return policy.concurrency() != null || policy.rate() != null;
    }

    /// Other policies: limits of the same targets go on with what they have learned, and what runs is counted anew.
    private void rebuild() {
        limits.keySet().removeIf(target -> withoutPolicy(target) == null && !hasPolicy(target));
        limits.values().forEach(this::bound);
        inForce().all().stream().filter(Limits::hasBounds).forEach(policy -> limit(policy.target()));
        allFlows().forEach(this::resolve);
        limits.values().forEach(limit -> limit.running(0));
        allFlows().forEach(flow -> flow.limits.forEach(limit -> limit.running(limit.running() + flow.running)));
    }

    private List<Flow> allFlows() {
        List<Flow> all = new ArrayList<>(flowCount);
        flows.values().forEach(ofType -> all.addAll(ofType.values()));
        return all;
    }
}
