package atoll.work.limit;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.time.Wakeup;
import atoll.base.watch.Watch;
import atoll.testkit.time.VirtualTime;
import atoll.work.Outcome;
import atoll.work.policy.LimitPolicies;
import atoll.work.policy.LimitPolicy;
import atoll.work.policy.LimitPolicy.Concurrency;
import atoll.work.policy.LimitPolicy.Rate;
import atoll.work.policy.LimitTarget;
import atoll.work.queue.Turn;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LimitsTest {
    private static final Outcome DONE = new Outcome.Done(200, "ok");
    private static final Outcome ERROR = new Outcome.Failed(503, "down");
    private static final LimitTarget SECTION = LimitTarget.ofSection("*", "s1");

    private final VirtualTime time = new VirtualTime();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Set<String> behind = new HashSet<>();
    private final List<Limit> freed = new ArrayList<>();
    private LimitPolicies policies = LimitPolicies.NONE;
    private int share = Integer.MAX_VALUE;
    private final Limits limits = new Limits(
            new Limits.Ports(
                    new Watch<>() {
                        @Override
                        public LimitPolicies current() {
                            return policies;
                        }

                        @Override
                        public void onChange(Wakeup wakeup) {}
                    },
                    new LimitDefaults(new Concurrency(1, 50), new Concurrency(2, 80)),
                    wiki -> wiki.startsWith("s1") ? "s1" : wiki,
                    behind::contains,
                    (_, total, _) -> Math.min(total, share)),
            time,
            new LimitMetrics(meters));

    private boolean policies(LimitPolicy... now) {
        policies = new LimitPolicies(policies.version() + 1, List.of(now));
        return limits.step(freed::add);
    }

    private static LimitPolicy concurrency(LimitTarget target, int min, int max) {
        return LimitPolicy.of(target).withConcurrency(new Concurrency(min, max));
    }

    private boolean may(String type, String wiki) {
        return limits.turnOf(type, wiki, time.instant()) instanceof Turn.Now;
    }

    /// Claims as many as may go.
    private int fill(String type, String wiki) {
        int claimed = 0;
        while (claimed < 200 && may(type, wiki)) {
            limits.claimed(type, wiki);
            claimed++;
        }
        return claimed;
    }

    private void end(String type, String wiki, Outcome outcome) {
        long started = time.nanoTime();
        time.advance(Duration.ofMillis(1));
        limits.over(type, wiki, outcome, started, freed::add);
    }

    private LimitState state(LimitTarget target) {
        return limits.states().stream()
                .filter(state -> state.target().equals(target))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void roomIsNeededInEveryLimitThatCovers() {
        policies(concurrency(new LimitTarget("t", "*", "*"), 1, 5), concurrency(SECTION, 1, 3));
        assertThat(fill("t", "s1a")).isEqualTo(3);
        assertThat(may("t", "s1b")).as("the section is full").isFalse();
        assertThat(may("u", "s1b")).as("also for other types").isFalse();
        assertThat(fill("t", "other")).as("what is left of the type's five").isEqualTo(2);
        assertThat(may("u", "other")).isTrue();
        end("t", "s1a", DONE);
        assertThat(may("t", "s1b")).isTrue();
    }

    @Test
    void narrowerPolicyDoesNotLiftABroaderOne() {
        policies(concurrency(new LimitTarget("t", "*", "*"), 1, 2), concurrency(LimitTarget.ofWiki("t", "w"), 1, 40));
        assertThat(fill("t", "w")).isEqualTo(2);
    }

    @Test
    void rateHoldsForAllThatIsCoveredTogether() {
        policies(LimitPolicy.of(new LimitTarget("t", "*", "*")).withRate(new Rate(5, 2)));
        assertThat(fill("t", "a") + fill("t", "b")).isEqualTo(2);
        assertThat(limits.turnOf("t", "b", time.instant())).isInstanceOfSatisfying(Turn.Full.class, full -> {
            assertThat(full.by().opensIn()).isEqualTo(Duration.ofMillis(200));
            assertThat(full.by().reason()).isEqualTo("limit of 't' of all wikis: rate of 5.0 per second");
        });
        time.advance(Duration.ofMillis(200));
        assertThat(fill("t", "b")).isEqualTo(1);
    }

    @Test
    void whatIsRefusedUsesNothing() {
        policies(
                LimitPolicy.of(new LimitTarget("t", "*", "*")).withRate(new Rate(0.001, 1)),
                concurrency(LimitTarget.ofWiki("t", "w"), 1, 1));
        limits.claimed("u", "w");
        for (int i = 0; i < 100; i++) {
            assertThat(may("t", "w")).isTrue();
        }
        assertThat(fill("t", "w")).isEqualTo(1);
    }

    @Test
    void pauseNamesItsPolicyAndEndsWithIt() {
        assertThat(policies(LimitPolicy.of(SECTION).withPaused(true))).isTrue();
        assertThat(limits.turnOf("t", "s1a", time.instant()))
                .isInstanceOfSatisfying(
                        Turn.Later.class,
                        later -> assertThat(later.reason())
                                .isEqualTo("paused by the policy for all job types of section 's1'"));
        assertThat(may("t", "other")).isTrue();
        assertThat(limits.step(freed::add)).as("nothing changed").isFalse();
        assertThat(policies()).isTrue();
        assertThat(may("t", "s1a")).isTrue();
    }

    @Test
    void brokenTypeOfAWikiIsLeftWithOneAndTheOthersWithAll() {
        assertThat(fill("t", "w")).isEqualTo(50);
        for (int i = 0; i < 300; i++) {
            end("t", "w", ERROR);
            fill("t", "w");
        }
        LimitState broken = state(LimitTarget.ofWiki("t", "w"));
        assertThat(broken.limitNow()).isEqualTo(1);
        assertThat(broken.lastDecrease()).isNotNull();
        assertThat(broken.bounds()).isEqualTo(new Concurrency(1, 50));
        assertThat(meters.counter("atoll.limit.decrease", "cause", "server-error")
                        .count())
                .isPositive();
        assertThat(may("t", "other")).isTrue();
        while (state(LimitTarget.ofWiki("t", "w")).running() > 0) {
            end("t", "w", DONE);
        }
        for (int i = 0; i < 3_000; i++) {
            fill("t", "w");
            end("t", "w", DONE);
        }
        assertThat(fill("t", "w") + 0).isGreaterThanOrEqualTo(1);
        assertThat(limits.states()).extracting(LimitState::target).doesNotContain(LimitTarget.ofWiki("t", "w"));
    }

    @Test
    void sectionThatLagsIsLoweredNowAndThenAndNotBelowItsLeast() {
        for (String wiki : List.of("s1a", "s1b")) {
            fill("t", wiki);
        }
        behind.add("s1");
        List<Integer> seen = new ArrayList<>();
        for (int second = 0; second < 100; second++) {
            time.advance(Duration.ofSeconds(1));
            limits.step(freed::add);
            Integer now = state(SECTION).limitNow();
            if (now != null && !seen.contains(now)) {
                seen.add(now);
            }
        }
        assertThat(seen).startsWith(56, 39, 27).endsWith(2);
        assertThat(state(SECTION).lastDecrease()).extracting(Decrease::cause).isEqualTo(Decrease.Cause.LAG);
        assertThat(may("t", "other")).isTrue();
    }

    @Test
    void limitsGoOnWithWhatTheyLearnedWhenPoliciesChange() {
        fill("t", "w");
        end("t", "w", new Outcome.Postponed(429, "slow down", Outcome.Scope.LANE, Duration.ofSeconds(1)));
        assertThat(state(LimitTarget.ofWiki("t", "w")).limitNow()).isEqualTo(35);
        policies(concurrency(new LimitTarget("t", "*", "*"), 1, 60), concurrency(LimitTarget.ofWiki("t", "w"), 1, 90));
        assertThat(state(LimitTarget.ofWiki("t", "w")).limitNow()).isEqualTo(35);
        assertThat(state(LimitTarget.ofWiki("t", "w")).running()).isEqualTo(49);
        assertThat(state(new LimitTarget("t", "*", "*")).running())
                .as("counted anew")
                .isEqualTo(49);
        assertThat(fill("t", "v")).isEqualTo(11);
        policies();
        for (int i = 0; i < 49; i++) {
            end("t", "w", DONE);
        }
        for (int i = 0; i < 11; i++) {
            end("t", "v", DONE);
        }
        assertThat(fill("t", "v")).isEqualTo(50);
    }

    @Test
    void loweredPolicyHoldsFromNowOnAndStopsNothing() {
        assertThat(fill("t", "w")).isEqualTo(50);
        policies(concurrency(LimitTarget.ofWiki("t", "w"), 1, 10));
        for (int i = 0; i < 40; i++) {
            assertThat(may("t", "w")).isFalse();
            end("t", "w", DONE);
        }
        assertThat(may("t", "w")).isFalse();
        end("t", "w", DONE);
        assertThat(may("t", "w")).isTrue();
    }

    @Test
    void leasedShareBoundsALimitAcrossSections() {
        share = 3;
        policies(concurrency(new LimitTarget("t", "*", "*"), 1, 10));
        assertThat(fill("t", "w")).isEqualTo(3);
        assertThat(limits.turnOf("t", "w", time.instant()))
                .isInstanceOfSatisfying(
                        Turn.Full.class,
                        full -> assertThat(full.by().reason()).contains("3 run, 3 may by the leased quota"));
        share = 5;
        time.advance(Duration.ofSeconds(1));
        limits.step(freed::add);
        assertThat(fill("t", "v")).isEqualTo(2);
    }

    @Test
    void claimThatWasNotRecordedGivesItsPlaceBack() {
        policies(concurrency(LimitTarget.ofWiki("t", "w"), 1, 1));
        fill("t", "w");
        assertThat(may("t", "w")).isFalse();
        limits.over("t", "w", null, 0, freed::add);
        assertThat(may("t", "w")).isTrue();
    }

    @Test
    void restingWikisAreForgottenAndThoseThatLearnedSomethingAreNot() {
        fill("t", "w");
        end("t", "w", ERROR);
        for (int i = 0; i < 50; i++) {
            end("t", "w", ERROR);
        }
        int lowered = state(LimitTarget.ofWiki("t", "w")).limitNow() == null ? 0 : 1;
        assertThat(lowered).isEqualTo(1);
        for (int i = 0; i < 5_000; i++) {
            assertThat(may("t", "wiki" + i)).isTrue();
        }
        time.advance(Duration.ofSeconds(2));
        limits.step(freed::add);
        assertThat(limits.knownFlows()).isLessThan(10);
        assertThat(limits.states()).extracting(LimitState::target).contains(LimitTarget.ofWiki("t", "w"));
    }
}
