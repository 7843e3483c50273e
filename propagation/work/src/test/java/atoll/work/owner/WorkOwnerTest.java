package atoll.work.owner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.base.error.AtollException;
import atoll.base.lifecycle.Duty.Next;
import atoll.base.time.Deadline;
import atoll.log.TopicPartition;
import atoll.work.Deliveries;
import atoll.work.DeliveryId;
import atoll.work.DeliveryLog;
import atoll.work.Outcome;
import atoll.work.RulePolicy;
import atoll.work.ledger.PartitionLedger;
import atoll.work.ledger.state.Decision;
import atoll.work.ledger.state.State;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WorkOwnerTest {
    private static final Outcome DONE = new Outcome.Done(200, "ok");
    private static final Outcome FAILED = new Outcome.Failed(500, "boom");

    private final OwnerBench bench = new OwnerBench();

    @Test
    void deliveryIsClaimedCarriedOutAndRecorded() {
        DeliveryId id = bench.arrive(Deliveries.plain("a"));
        bench.settle();
        assertThat(bench.owner.isReady()).isTrue();
        assertThat(bench.running.getFirst().attempt().event()).asString().isEqualTo("a");
        bench.answer(DONE);
        assertThat(bench.state(id)).isEqualTo(State.DONE);
        assertThat(bench.recorded())
                .hasExactlyElementsOfTypes(Decision.Queued.class, Decision.Claimed.class, Decision.Finished.class);
    }

    @Test
    void attemptStartsOnlyWhenItsClaimIsDurable() {
        bench.settle();
        bench.arrive(Deliveries.plain("a"));
        bench.holdAppends();
        bench.settle();
        assertThat(bench.started).isEmpty();
        bench.letAppends();
        bench.settle();
        assertThat(bench.started).containsExactly("a#1");
    }

    @Test
    void failedDeliveryIsTriedAgainAfterItsDelayAndThenDead() {
        DeliveryId id = bench.arrive(Deliveries.plain("a"));
        bench.settle();
        bench.answer(FAILED);
        bench.run(Duration.ofSeconds(59));
        assertThat(bench.state(id)).isEqualTo(State.RETRY);
        bench.run(Duration.ofSeconds(1));
        bench.answer(FAILED);
        bench.run(Duration.ofMinutes(6));
        bench.answer(FAILED);
        assertThat(bench.state(id)).isEqualTo(State.DEAD);
        assertThat(bench.started).containsExactly("a#1", "a#2", "a#3");
    }

    @Test
    void defect08ConcurrencyOfTheWholeProcessIsNeverExceeded() {
        for (int i = 0; i < 10; i++) {
            bench.arrive(Deliveries.plain("e" + i));
        }
        for (int i = 0; i < 10; i++) {
            bench.settle();
            assertThat(bench.running).hasSizeBetween(1, 2);
            bench.answer(DONE);
        }
        assertThat(bench.started).hasSize(10);
    }

    @Test
    void defect21TheMetricsCountEveryAttemptAndDecisionHoweverLateTheyAreRead() {
        bench.rules = List.of(RulePolicy.of("r", 100));
        for (int i = 0; i < 300; i++) {
            bench.arrive(Deliveries.plain("e" + i));
        }
        bench.settle();
        for (int i = 0; i < 300; i++) {
            bench.answer(i % 3 == 0 ? FAILED : DONE);
        }
        assertThat(bench.meters
                        .get("atoll.work.attempt")
                        .tag("result", "done")
                        .timer()
                        .count())
                .isEqualTo(200)
                .isEqualTo(bench.recorded(Decision.Finished.class));
        assertThat(bench.meters
                        .get("atoll.work.attempt")
                        .tag("result", "failed")
                        .timer()
                        .count())
                .isEqualTo(100);
        assertThat(bench.meters.get("atoll.work.pickup").timer().count()).isEqualTo(300);
        assertThat(bench.meters.get("atoll.work.decision").counter().count())
                .isEqualTo(bench.recorded().size());
    }

    @Test
    void defect03DelayedDeliveryHoldsNoSlot() {
        DeliveryId delayed = bench.arrive(Deliveries.delayed("a", Deliveries.START.plusSeconds(3600)));
        bench.rules = List.of(RulePolicy.of("r", 1));
        bench.arrive(Deliveries.plain("b"));
        bench.settle();
        assertThat(bench.started).containsExactly("b#1");
        bench.answer(DONE);
        assertThat(bench.recorded(Decision.Delayed.class)).as("written once").isEqualTo(1);
        bench.run(Duration.ofHours(1));
        assertThat(bench.started).containsExactly("b#1", "a#1");
        assertThat(bench.state(delayed)).isEqualTo(State.CLAIMED);
    }

    @Test
    void readOnlyWikiIsPausedAndOneDeliveryTriesWhetherItIsBack() {
        for (int i = 0; i < 4; i++) {
            bench.arrive(Deliveries.plain("e" + i));
        }
        bench.settle();
        Outcome readOnly = new Outcome.Postponed(423, "read-only", Outcome.Scope.WIKI, Duration.ofSeconds(30));
        bench.answer(readOnly);
        bench.answer(readOnly);
        bench.run(Duration.ofSeconds(29));
        assertThat(bench.running).isEmpty();
        bench.run(Duration.ofSeconds(1));
        assertThat(bench.running).as("one probe").hasSize(1);
        bench.run(Duration.ofSeconds(5));
        assertThat(bench.running).hasSize(1);
        bench.answer(DONE);
        assertThat(bench.running).hasSize(2);
        assertThat(bench.started).containsExactly("e0#1", "e1#1", "e0#2", "e1#2", "e2#1");
    }

    @Test
    void closedGateHoldsBackAndSaysWhy() throws InterruptedException {
        bench.gate = Optional.of("no URL is known for 'w'");
        bench.arrive(Deliveries.plain("a"));
        bench.settle();
        assertThat(bench.started).isEmpty();
        assertThat(bench.owner.ask(WorkView::held, in(Duration.ofSeconds(1))))
                .extracting(WorkView.Held::reason)
                .containsExactly("no URL is known for 'w'");
        bench.gate = Optional.empty();
        bench.run(Duration.ofSeconds(6));
        assertThat(bench.started).containsExactly("a#1");
    }

    @Test
    void closedGateIsAskedAgainSoonAlsoWhenTheClockWasSetBack() {
        bench.gate = Optional.of("closed");
        bench.arrive(Deliveries.plain("a"));
        bench.settle();
        bench.gate = Optional.empty();
        bench.time.stepClock(Duration.ofHours(-1));
        bench.run(Duration.ofSeconds(6));
        assertThat(bench.started).containsExactly("a#1");
    }

    @Test
    void defect01RestartRunsWhatWasUnderWayAgain() {
        DeliveryId slow = bench.arrive(Deliveries.plain("slow"));
        bench.arrive(Deliveries.plain("fast"));
        bench.settle();
        bench.running.removeLast().report().outcome(DONE);
        bench.settle();
        bench.restart();
        bench.settle();
        assertThat(bench.started).containsExactly("slow#1", "fast#1", "slow#2");
        assertThat(bench.entry(slow).interruptions()).isEqualTo(1);
    }

    @Test
    void defect04DrainWaitsAndHandsBackTheRest() {
        bench.arrive(Deliveries.plain("a"));
        DeliveryId slow = bench.arrive(Deliveries.plain("slow"));
        bench.arrive(Deliveries.plain("later"));
        bench.settle();
        bench.owner.drain();
        bench.answer(DONE);
        assertThat(bench.started).as("nothing new").hasSize(2);
        bench.run(Duration.ofSeconds(21));
        assertThat(bench.owner.step()).isEqualTo(Next.FINISHED);
        bench.restart();
        bench.settle();
        assertThat(bench.started).containsExactly("a#1", "slow#1", "slow#2", "later#1");
        assertThat(bench.entry(slow).interruptions()).as("not counted").isZero();
    }

    @Test
    void drainWithNothingUnderWayFinishesAtOnce() {
        bench.settle();
        bench.owner.drain();
        assertThat(bench.owner.step()).isEqualTo(Next.FINISHED);
    }

    @Test
    void outcomeIsRecordedLaterWhenTheLogFails() {
        DeliveryId id = bench.arrive(Deliveries.plain("a"));
        bench.settle();
        bench.holdAppends();
        bench.answer(DONE);
        bench.log.failStep(false, "disk");
        bench.log.refuse("disk full");
        bench.run(Duration.ofSeconds(10));
        bench.log.refuse(null);
        bench.letAppends();
        bench.run(Duration.ofSeconds(10));
        bench.run(Duration.ofSeconds(10));
        assertThat(bench.state(id)).isEqualTo(State.DONE);
        assertThat(bench.started).containsExactly("a#1");
    }

    @Test
    void appendOfUnknownOutcomeIsFoundByTheRefold() {
        bench.arrive(Deliveries.plain("first"));
        bench.settle();
        bench.answer(DONE);
        DeliveryId id = bench.arrive(Deliveries.plain("a"));
        bench.holdAppends();
        bench.settle();
        bench.log.failStep(true, "no answer");
        bench.letAppends();
        bench.settle();
        bench.run(Duration.ofSeconds(1));
        assertThat(bench.started).as("the first claim never started").containsExactly("first#1", "a#2");
        bench.answer(DONE);
        assertThat(bench.entry(id).interruptions()).isZero();
        assertThat(bench.recorded(Decision.Queued.class)).isEqualTo(2);
    }

    @Test
    void executorThatNeverAnswersHasFailedWhenTheLeaseIsOver() {
        DeliveryId id = bench.arrive(Deliveries.plain("a"));
        bench.settle();
        bench.run(Duration.ofMinutes(7).plusSeconds(31));
        bench.run(Duration.ofSeconds(1));
        assertThat(bench.state(id)).isEqualTo(State.RETRY);
        bench.answer(DONE);
        assertThat(bench.state(id)).as("too late").isEqualTo(State.RETRY);
    }

    @Test
    void slotIsFreeAgainWhenADeliveryIsClaimedTwice() {
        bench.rules = List.of(RulePolicy.of("r", 2));
        bench.arrive(Deliveries.plain("a"));
        bench.settle();
        bench.owned.clear();
        bench.settle();
        WorkOwner here = bench.owner;
        bench.owned.add(0);
        bench.owner = bench.newOwner();
        bench.settle();
        bench.owner = here;
        bench.run(Duration.ofSeconds(1));
        assertThat(bench.started).hasSize(3);
        bench.answer(DONE);
        bench.arrive(Deliveries.plain("b"));
        bench.settle();
        assertThat(bench.started)
                .as("both slots are in use or free, none is lost")
                .hasSizeGreaterThan(3);
    }

    @Test
    void operatorsCommandIsAnsweredWhenItIsDurable() throws InterruptedException {
        DeliveryId id = bench.arrive(Deliveries.plain("a"));
        bench.settle();
        bench.answer(new Outcome.Rejected(403, "signature"));
        assertThat(bench.state(id)).isEqualTo(State.DEAD);
        bench.holdAppends();
        assertThatThrownBy(() -> bench.owner.retry(id, "me", in(Duration.ofSeconds(1))))
                .isInstanceOf(AtollException.class)
                .hasMessageContaining("did not answer in time");
        assertThat(bench.recorded(Decision.Replayed.class)).isZero();
        bench.letAppends();
        bench.settle();
        assertThat(bench.started).containsExactly("a#1", "a#2");
        assertThat(bench.owner.drop(id, "me", in(Duration.ofSeconds(1))))
                .as("it runs")
                .isFalse();
        bench.answer(new Outcome.Rejected(403, "signature"));
        assertThat(bench.owner.drop(id, "me", in(Duration.ofSeconds(1)))).isTrue();
        assertThat(bench.recorded(Decision.Dropped.class)).isEqualTo(1);
        assertThat(bench.owner.drop(new DeliveryId(0, 99), "me", in(Duration.ofSeconds(1))))
                .isFalse();
    }

    @Test
    void fencedOwnerStopsAndTakesItsPartitionBackLater() {
        bench.settle();
        bench.log.openProducer("work-0");
        DeliveryId id = bench.arrive(Deliveries.plain("a"));
        bench.settle();
        assertThat(bench.started).isEmpty();
        assertThat(bench.owner.isReady()).isFalse();
        bench.run(Duration.ofSeconds(31));
        assertThat(bench.owner.isReady()).isTrue();
        assertThat(bench.state(id)).isEqualTo(State.CLAIMED);
    }

    @Test
    void finishedDeliveriesAreForgottenAndTheTopicsTrimmed() {
        bench.config = new WorkConfig(Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ofSeconds(1));
        bench.restart();
        for (int i = 0; i < 5; i++) {
            bench.arrive(Deliveries.plain("e" + i));
            bench.settle();
            bench.answer(DONE);
        }
        DeliveryId waiting = bench.arrive(Deliveries.delayed("w", Deliveries.START.plusSeconds(3600)));
        for (int i = 0; i < 20; i++) {
            bench.run(Duration.ofSeconds(2));
        }
        assertThat(bench.log.range(new TopicPartition(DeliveryLog.TOPIC, 0)).first())
                .as("what waits is carried")
                .isEqualTo(waiting.offset() + 1);
        assertThat(bench.log.range(new TopicPartition(PartitionLedger.TOPIC, 0)).first())
                .isPositive();
        bench.index.crash(() -> 0);
        bench.restart();
        bench.settle();
        assertThat(bench.state(waiting)).isEqualTo(State.WAITING);
    }

    @Test
    void unreadableDeliveryStopsItsPartitionAndNothingIsClaimedWithoutAnAttempt() {
        bench.settle();
        bench.gate = Optional.of("closed");
        DeliveryId id = bench.arrive(Deliveries.plain("a"));
        bench.settle();
        bench.restart();
        bench.settle();
        bench.log.deleteBefore(new TopicPartition(DeliveryLog.TOPIC, 0), 1);
        bench.gate = Optional.empty();
        bench.run(Duration.ofSeconds(6));
        assertThat(bench.started).isEmpty();
        assertThat(bench.recorded(Decision.Claimed.class)).isZero();
        assertThat(id.offset()).isZero();
    }

    private Deadline in(Duration duration) {
        return Deadline.after(bench.time, duration);
    }
}
