package atoll.work.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.work.Attempt;
import atoll.work.Deliveries;
import atoll.work.Outcome;
import atoll.work.Root;
import atoll.work.RulePolicy;
import atoll.work.ledger.state.State;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictsTest {
    private static final Outcome DONE = new Outcome.Done(200, "");
    private static final Outcome FAILED = new Outcome.Failed(500, "boom");
    private static final Instant START = Deliveries.START;
    private final LedgerBench bench = new LedgerBench();

    @Test
    void repeatOfAnEventIsADuplicate() {
        bench.arrive(Deliveries.plain("a"));
        assertThat(bench.state(bench.arrive(Deliveries.plain("a")))).isEqualTo(State.DUPLICATE);
        assertThat(bench.state(bench.arrive(Deliveries.inLane("t", "other", "a"))))
                .as("another wiki")
                .isEqualTo(State.READY);
    }

    @Test
    void defect02UnfinishedJobThatIsHandedOverAgainStillRuns() {
        long first = bench.arrive(Deliveries.plain("a"));
        bench.claim(first);
        bench.arrive(Deliveries.plain("a"));
        bench.open().releaseClaims((_, _) -> false, true, "its owner died", bench.now());
        bench.record();
        assertThat(bench.state(first)).isEqualTo(State.READY);
        assertThat(bench.claim(first)).isNotNull();
    }

    @Test
    void waitingTwinGivesItsPlaceToTheNewest() {
        long older = bench.arrive(Deliveries.twin("a", START));
        long between = bench.arrive(Deliveries.plain("b"));
        long newest = bench.arrive(Deliveries.twin("c", START.plusSeconds(1)));
        assertThat(bench.state(older)).isEqualTo(State.DUPLICATE);
        assertThat(bench.state(newest)).isEqualTo(State.READY);
        assertThat(bench.entry(newest).order()).isEqualTo(older).isLessThan(between);
        Attempt attempt = bench.claim(newest);
        assertThat(attempt).isNotNull();
        if (attempt != null) {
            assertThat(new String(attempt.event(), StandardCharsets.UTF_8)).isEqualTo("c");
        }
    }

    @Test
    void twinsFoldOnlyWithTheSameDueTime() {
        Instant later = START.plusSeconds(60);
        long delayed = bench.arrive(Deliveries.delayed("a", later));
        assertThat(bench.state(bench.arrive(Deliveries.delayed("b", later.plusMillis(1)))))
                .isEqualTo(State.WAITING);
        assertThat(bench.state(delayed)).isEqualTo(State.WAITING);
        long twin = bench.arrive(Deliveries.delayed("c", later.plusMillis(1)));
        assertThat(bench.state(twin)).isEqualTo(State.WAITING);
        assertThat(bench.state(twin - 1)).isEqualTo(State.DUPLICATE);
        assertThat(bench.state(bench.arrive(Deliveries.twin("d", START)))).isEqualTo(State.READY);
    }

    @Test
    void runningTwinDecidesNothing() {
        long running = bench.arrive(Deliveries.twin("a", START));
        bench.claim(running);
        long second = bench.arrive(Deliveries.twin("b", START.plusSeconds(1)));
        assertThat(bench.state(second)).isEqualTo(State.READY);
        bench.outcome(running, FAILED);
        assertThat(bench.state(second)).isEqualTo(State.READY);
    }

    @Test
    void twinThatIsDoneCoversWhatWasCreatedBeforeItsStart() {
        bench.time.advance(Duration.ofSeconds(10));
        bench.run(bench.arrive(Deliveries.twin("a", START)), DONE);
        Instant started = START.plusSeconds(10);
        assertThat(bench.state(bench.arrive(Deliveries.twin("b", started.minusMillis(1)))))
                .isEqualTo(State.DUPLICATE);
        assertThat(bench.state(bench.arrive(Deliveries.twin("c", started)))).isEqualTo(State.READY);
    }

    @Test
    void timesInWholeSecondsHaveASecondOfSlack() {
        bench.time.advance(Duration.ofMillis(10_500));
        bench.run(bench.arrive(Deliveries.twin("a", START)), DONE);
        assertThat(bench.state(bench.arrive(Deliveries.coarse(Deliveries.twin("b", START.plusSeconds(9))))))
                .isEqualTo(State.DUPLICATE);
        assertThat(bench.state(bench.arrive(Deliveries.coarse(Deliveries.twin("c", START.plusSeconds(10))))))
                .isEqualTo(State.READY);
    }

    @Test
    void twinThatFailedForGoodCoversNothing() {
        bench.time.advance(Duration.ofSeconds(10));
        bench.run(bench.arrive(Deliveries.twin("a", START)), new Outcome.Rejected(403, ""));
        assertThat(bench.state(bench.arrive(Deliveries.twin("b", START)))).isEqualTo(State.READY);
    }

    @Test
    void queuedLeafOfASupersededRootNeverRuns() {
        long leaf = bench.arrive(Deliveries.leaf("a", START));
        bench.arrive(Deliveries.leaf("b", START.plusSeconds(1)));
        assertThat(bench.claim(leaf)).isNull();
        assertThat(bench.state(leaf)).isEqualTo(State.SUPERSEDED);
        assertThat(bench.state(bench.arrive(Deliveries.leaf("c", START)))).isEqualTo(State.SUPERSEDED);
    }

    @Test
    void defect11AbandonedDeliverySaysWhy() {
        bench.policy(policy(2, Duration.ofSeconds(30), Duration.ZERO));
        bench.time.advance(Duration.ofSeconds(31));
        long old = bench.arrive(Deliveries.plain("a"));
        assertThat(bench.state(old)).isEqualTo(State.ABANDONED);
        assertThat(bench.entry(old).timeline().moments().getLast().detail()).contains("claim_ttl is 30 s");
    }

    @Test
    void oldRootIsAbandonedWhenClaimed() {
        bench.policy(policy(2, Duration.ZERO, Duration.ofSeconds(30)));
        long leaf = bench.arrive(
                Deliveries.of("r", "t", "w", "a", START.plusSeconds(100), null, null, new Root("root", START)));
        bench.time.advance(Duration.ofSeconds(31));
        assertThat(bench.claim(leaf)).isNull();
        assertThat(bench.state(leaf)).isEqualTo(State.ABANDONED);
    }

    @Test
    void defect06RetryLimitOfZeroMeansNoRetry() {
        bench.policy(policy(0, Duration.ZERO, Duration.ZERO));
        long offset = bench.arrive(Deliveries.plain("a"));
        bench.run(offset, FAILED);
        assertThat(bench.state(offset)).isEqualTo(State.DEAD);
        assertThat(bench.entry(offset).attempts()).isEqualTo(1);
    }

    @Test
    void eachRetryWaitsLongerByTheFactor() {
        long offset = bench.arrive(Deliveries.plain("a"));
        bench.run(offset, FAILED);
        assertThat(bench.entry(offset).dueAt()).isEqualTo(bench.now().plusSeconds(60));
        bench.time.advance(Duration.ofMinutes(1));
        bench.due();
        bench.run(offset, FAILED);
        assertThat(bench.entry(offset).dueAt()).isEqualTo(bench.now().plusSeconds(360));
        bench.time.advance(Duration.ofMinutes(6));
        bench.due();
        bench.run(offset, FAILED);
        assertThat(bench.state(offset)).isEqualTo(State.DEAD);
    }

    @Test
    void defect05PostponedDeliveryIsNeitherDroppedNorCharged() {
        long offset = bench.arrive(Deliveries.plain("a"));
        for (int i = 0; i < 10; i++) {
            bench.run(offset, new Outcome.Postponed(429, "slow down", Outcome.Scope.LANE, Duration.ofSeconds(1)));
        }
        assertThat(bench.state(offset)).isEqualTo(State.READY);
        assertThat(bench.entry(offset).attempts()).isZero();
        assertThat(bench.entry(offset).order()).isEqualTo(offset);
    }

    @Test
    void deliveryThatSawFiveOwnersDieIsDead() {
        long offset = bench.arrive(Deliveries.plain("a"));
        for (int i = 0; i < 5; i++) {
            assertThat(bench.state(offset)).isEqualTo(State.READY);
            bench.claim(offset);
            bench.open().releaseClaims((_, _) -> false, true, "its owner died", bench.now());
            bench.record();
        }
        assertThat(bench.state(offset)).isEqualTo(State.DEAD);
        assertThat(bench.entry(offset).attempts()).isZero();
    }

    @Test
    void outcomeOfAnOlderClaimIsNotTaken() {
        long offset = bench.arrive(Deliveries.plain("a"));
        bench.claim(offset);
        bench.open().releaseClaims((_, _) -> false, true, "its owner died", bench.now());
        bench.claim(offset);
        assertThat(bench.ledger.onOutcome(new Reported(offset, 1, DONE), bench.now()))
                .isFalse();
        assertThat(bench.outcome(offset, DONE)).isTrue();
    }

    private static RulePolicy policy(int retries, Duration claimTtl, Duration rootClaimTtl) {
        return new RulePolicy(
                "r", 10, retries, Duration.ofMinutes(1), 6, Duration.ofSeconds(9), claimTtl, rootClaimTtl, List.of());
    }
}
