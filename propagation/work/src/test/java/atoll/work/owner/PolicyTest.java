package atoll.work.owner;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.time.Deadline;
import atoll.work.Deliveries;
import atoll.work.DeliveryId;
import atoll.work.Outcome;
import atoll.work.RulePolicy;
import atoll.work.ledger.state.Decision;
import atoll.work.ledger.state.State;
import atoll.work.limit.LimitDefaults;
import atoll.work.limit.LimitState;
import atoll.work.limit.Limits;
import atoll.work.limit.Quotas;
import atoll.work.policy.LimitPolicies;
import atoll.work.policy.LimitPolicy;
import atoll.work.policy.LimitPolicy.Concurrency;
import atoll.work.policy.LimitPolicy.Rate;
import atoll.work.policy.LimitTarget;
import atoll.work.policy.PolicyLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// What the owner does under policies that change while it works.
class PolicyTest {
    private static final Outcome DONE = new Outcome.Done(200, "ok");
    private static final LimitTarget LINKS = new LimitTarget("links", "*", "*");

    private final OwnerBench bench = new OwnerBench();
    private final PolicyLog policies = PolicyLog.open(bench.log, LimitPolicies.NONE, bench.time);

    PolicyTest() {
        bench.rules = List.of(RulePolicy.of("r", 20));
        restart(policies);
    }

    private void restart(PolicyLog with) {
        bench.limits =
                new Limits.Ports(with, LimitDefaults.ADAPTIVE, UnaryOperator.identity(), _ -> false, Quotas.WHOLE);
        bench.restart();
        bench.settle();
    }

    private void set(LimitPolicy policy) {
        // Appends of this log wait until they are committed; the owner's steps do that.
        bench.change(() -> policies.set(
                policy,
                new PolicyLog.Author("ann", "test"),
                policies.current().version(),
                Deadline.after(bench.time, Duration.ofSeconds(5))));
        bench.settle();
    }

    private void arrive(String wiki, String type, int count) {
        for (int i = 0; i < count; i++) {
            bench.arrive(Deliveries.inLane(type, wiki, wiki + "-" + type + "-" + i));
        }
        bench.settle();
    }

    private List<WorkView.Held> held() {
        return bench.ask(WorkView::held);
    }

    private List<LimitState> limits() {
        return bench.ask(WorkView::limits);
    }

    @Test
    void limitedWorkWaitsWithoutADecisionAndGoesOnWhenTheLimitRises() {
        set(LimitPolicy.of(LINKS).withConcurrency(new Concurrency(2, 2)));
        long before = bench.recorded().size();
        arrive("a", "links", 3);
        arrive("b", "links", 3);
        arrive("b", "other", 1);
        assertThat(bench.running).hasSize(3);
        bench.run(Duration.ofMinutes(5));
        assertThat(bench.recorded()).hasSize((int) before + 7 + 3);
        assertThat(held())
                .extracting(WorkView.Held::reason)
                .containsOnly("limit of 'links' of all wikis: 2 run, 2 may");
        set(LimitPolicy.of(LINKS).withConcurrency(new Concurrency(5, 5)));
        assertThat(bench.running).hasSize(6);
        bench.answer(DONE);
        assertThat(bench.running).hasSize(6);
        assertThat(held()).isEmpty();
    }

    @Test
    void slotsThatComeFreeGoToTheWikisInTurn() {
        set(LimitPolicy.of(LINKS).withConcurrency(new Concurrency(1, 1)));
        arrive("a", "links", 3);
        arrive("b", "links", 2);
        arrive("c", "links", 1);
        for (int i = 0; i < 6; i++) {
            bench.answer(DONE);
        }
        // 'a' was the first that waited, before the others came.
        assertThat(bench.started)
                .containsExactly(
                        "a-links-0#1", "a-links-1#1", "b-links-0#1", "c-links-0#1", "a-links-2#1", "b-links-1#1");
    }

    @Test
    void rateIsKeptWithoutAnyOutcome() {
        set(LimitPolicy.of(LINKS).withRate(new Rate(2, 1)));
        arrive("a", "links", 10);
        List<Integer> running = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            running.add(bench.running.size());
            bench.run(Duration.ofMillis(501));
        }
        assertThat(running).containsExactly(1, 2, 3, 4);
        assertThat(held())
                .extracting(WorkView.Held::reason)
                .containsExactly("limit of 'links' of all wikis: rate of 2.0 per second");
    }

    @Test
    void pauseOutlivesTheOwnerAndStopsNothingThatRuns() {
        arrive("a", "links", 1);
        set(LimitPolicy.of(LINKS).withPaused(true));
        arrive("b", "links", 1);
        assertThat(bench.started).containsExactly("a-links-0#1");
        bench.answer(DONE);
        restart(PolicyLog.open(bench.log, LimitPolicies.NONE, bench.time));
        bench.run(Duration.ofDays(1));
        assertThat(bench.started).containsExactly("a-links-0#1");
        assertThat(held())
                .singleElement()
                .satisfies(
                        lane -> assertThat(lane.reason()).isEqualTo("paused by the policy for 'links' of all wikis"));
    }

    @Test
    void resumedWorkGoesOnAtOnce() {
        set(LimitPolicy.of(LINKS).withPaused(true));
        arrive("a", "links", 1);
        assertThat(bench.started).isEmpty();
        set(LimitPolicy.of(LINKS).withPaused(false));
        assertThat(bench.started).containsExactly("a-links-0#1");
    }

    @Test
    void brokenWikiIsTriedByFewerAndFewerAndTheOtherIsNot() {
        bench.rules = List.of(new RulePolicy(
                "r",
                20,
                1_000,
                Duration.ofSeconds(1),
                1,
                Duration.ofMinutes(1),
                Duration.ZERO,
                Duration.ZERO,
                List.of()));
        arrive("broken", "links", 40);
        assertThat(bench.running).hasSize(20);
        for (int i = 0; i < 60; i++) {
            bench.time.advance(Duration.ofMillis(100));
            bench.answer(new Outcome.Failed(503, "down"));
        }
        assertThat(bench.running).hasSize(1);
        assertThat(limits())
                .filteredOn(state -> state.target().equals(LimitTarget.ofWiki("links", "broken")))
                .singleElement()
                .satisfies(state -> assertThat(state.limitNow()).isEqualTo(1));
        arrive("whole", "links", 10);
        assertThat(bench.running).hasSize(11);
        for (int i = 0; i < 400 && !bench.running.isEmpty(); i++) {
            bench.time.advance(Duration.ofMillis(100));
            bench.answer(DONE);
        }
        assertThat(bench.recorded(Decision.Finished.class)).isEqualTo(50);
    }

    @Test
    void limiterOfARuleAndPolicyHoldTogether() {
        set(LimitPolicy.of(LimitTarget.ofWiki("t", "w")).withConcurrency(new Concurrency(1, 1)));
        DeliveryId first = bench.arrive(Deliveries.plain("a"));
        DeliveryId second = bench.arrive(Deliveries.plain("b"));
        bench.settle();
        assertThat(bench.state(first)).isEqualTo(State.CLAIMED);
        assertThat(bench.state(second)).isEqualTo(State.READY);
        assertThat(bench.entry(second).claims()).isZero();
    }
}
