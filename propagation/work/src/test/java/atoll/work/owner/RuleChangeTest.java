package atoll.work.owner;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.time.Deadline;
import atoll.log.LogRecord;
import atoll.log.TopicPartition;
import atoll.work.Deliveries;
import atoll.work.DeliveryId;
import atoll.work.Outcome;
import atoll.work.RulePolicy;
import atoll.work.ledger.PartitionLedger;
import atoll.work.ledger.state.LedgerBatch;
import atoll.work.ledger.state.State;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the owner does when other rules come into force while it works.
class RuleChangeTest {
    private static final Outcome DONE = new Outcome.Done(200, "ok");
    private static final List<RulePolicy> NONE = List.of();

    private final OwnerBench bench = new OwnerBench();
    private final List<RulePolicy> loaded = bench.rules;

    private List<WorkView.Held> held() throws InterruptedException {
        return bench.owner.ask(WorkView::held, Deadline.after(bench.time, Duration.ofSeconds(1)));
    }

    @Test
    void deliveriesOfARuleThatIsGoneWaitVisiblyAndGoOnWhenItIsBack() throws InterruptedException {
        bench.rules = NONE;
        DeliveryId id = bench.arrive(Deliveries.plain("a"));
        bench.run(Duration.ofDays(1));
        assertThat(bench.started).isEmpty();
        assertThat(held()).singleElement().satisfies(lane -> {
            assertThat(lane.deliveries()).isEqualTo(1);
            assertThat(lane.reason()).contains("rule 'r' is not loaded");
        });
        bench.rules = loaded;
        bench.settle();
        bench.answer(DONE);
        assertThat(bench.state(id)).isEqualTo(State.DONE);
        assertThat(held()).isEmpty();
    }

    @Test
    void deliveryOfARuleThatIsGoneCanBeDropped() throws InterruptedException {
        bench.rules = NONE;
        DeliveryId id = bench.arrive(Deliveries.plain("a"));
        bench.settle();
        assertThat(bench.owner.drop(id, "ann", Deadline.after(bench.time, Duration.ofSeconds(1))))
                .isTrue();
        assertThat(bench.state(id)).isEqualTo(State.DROPPED);
    }

    @Test
    void attemptsUnderWayGoOnWhenTheirRuleGoesAndTheirOutcomeCounts() {
        DeliveryId done = bench.arrive(Deliveries.plain("a"));
        DeliveryId failed = bench.arrive(Deliveries.plain("b"));
        bench.settle();
        bench.rules = NONE;
        bench.settle();
        bench.answer(DONE);
        bench.answer(new Outcome.Failed(500, "boom"));
        assertThat(bench.state(done)).isEqualTo(State.DONE);
        assertThat(bench.state(failed)).as("not dead, its rule may come back").isEqualTo(State.RETRY);
        bench.run(Duration.ofHours(1));
        assertThat(bench.started).hasSize(2);
        bench.rules = loaded;
        bench.settle();
        assertThat(bench.started).containsExactly("a#1", "b#1", "b#2");
    }

    @Test
    void aClaimThatIsRecordedAfterItsRuleWentIsNotCharged() {
        bench.settle();
        DeliveryId id = bench.arrive(Deliveries.plain("a"));
        bench.holdAppends();
        bench.settle();
        bench.letAppends();
        bench.rules = NONE;
        bench.settle();
        assertThat(bench.started).isEmpty();
        assertThat(bench.state(id)).isEqualTo(State.READY);
        assertThat(bench.entry(id).attempts()).isZero();
        bench.rules = loaded;
        bench.run(Duration.ofSeconds(2));
        assertThat(bench.started).containsExactly("a#2");
    }

    @Test
    void anotherConcurrencyHoldsAtOnce() {
        for (int i = 0; i < 10; i++) {
            bench.arrive(Deliveries.plain("e" + i));
        }
        bench.settle();
        assertThat(bench.running).hasSize(2);
        bench.rules = List.of(RulePolicy.of("r", 5));
        bench.settle();
        assertThat(bench.running).hasSize(5);
        bench.rules = List.of(RulePolicy.of("r", 1));
        for (int left = 4; left > 0; left--) {
            bench.answer(DONE);
            assertThat(bench.running).hasSize(left);
        }
        bench.answer(DONE);
        assertThat(bench.running).hasSize(1);
        assertThat(bench.started).as("nothing twice").doesNotHaveDuplicates();
    }

    @Test
    void decisionsSayWithWhichRulesTheyWereTaken() {
        bench.arrive(Deliveries.plain("a"));
        bench.settle();
        long before = bench.rules.hashCode();
        bench.rules = List.of(RulePolicy.of("r", 7));
        long after = bench.rules.hashCode();
        bench.answer(DONE);
        TopicPartition ledger = new TopicPartition(PartitionLedger.TOPIC, 0);
        assertThat(bench.log.read(ledger, 0, 100, 1 << 20))
                .extracting(LogRecord::value)
                .extracting(bytes -> LedgerBatch.decode(bytes).ruleSetHash())
                .contains(before)
                .endsWith(after);
    }
}
