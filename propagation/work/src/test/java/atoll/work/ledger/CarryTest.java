package atoll.work.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.index.MemoryIndex;
import atoll.log.EventLog;
import atoll.log.TopicPartition;
import atoll.work.Attempt;
import atoll.work.Deliveries;
import atoll.work.DeliveryLog;
import atoll.work.Outcome;
import atoll.work.RulePolicy;
import atoll.work.ledger.state.CountKey;
import atoll.work.ledger.state.Entry;
import atoll.work.ledger.state.State;
import atoll.work.ledger.state.Timeline;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What is old and unfinished is carried, so that the topics can be trimmed and nothing is lost.
class CarryTest {
    private static final Instant IN_MONTHS = Deliveries.START.plus(Duration.ofDays(90));
    private static final TopicPartition DELIVERIES = new TopicPartition(DeliveryLog.TOPIC, 0);
    private static final TopicPartition DECISIONS = new TopicPartition(PartitionLedger.TOPIC, 0);

    private final LedgerBench bench = new LedgerBench();

    @Test
    void oldUnfinishedDeliveriesPinNothing() {
        threeUnfinished();
        EventLog.OffsetRange before = bench.log.range(DECISIONS);
        bench.forget(after(1), 100);
        bench.trim();
        assertThat(bench.log.range(DELIVERIES).first()).isEqualTo(13);
        assertThat(bench.log.range(DECISIONS).first()).isEqualTo(before.next());
    }

    @Test
    void ledgerThatIsTrimmedStillTellsAll() {
        threeUnfinished();
        Map<CountKey, Map<State, Long>> counts = counts();
        bench.forget(after(1), 100);
        bench.trim();
        rebuild();
        assertThat(bench.state(0)).isEqualTo(State.DEAD);
        assertThat(bench.state(1)).isEqualTo(State.WAITING);
        assertThat(bench.state(2)).isEqualTo(State.READY);
        assertThat(bench.entry(0).timeline().moments())
                .extracting(Timeline.Moment::what)
                .containsExactly("queued", "claimed", "dead");
        assertThat(bench.ledger.nextDue()).isEqualTo(IN_MONTHS);
        assertThat(bench.ledger.queries().dead(0, 10)).hasSize(1);
        assertThat(bench.ledger.queries().ofEvent("dead", 10)).hasSize(1);
        assertThat(counts()).isEqualTo(counts);
    }

    @Test
    void eventsAreByteForByteTheSameAfterCarryingTwice() {
        threeUnfinished();
        for (int day = 1; day < 3; day++) {
            bench.time.advance(Duration.ofDays(1));
            bench.forget(bench.now().minusSeconds(60), 100);
            bench.trim();
        }
        assertThat(bench.log.range(DECISIONS).next()
                        - bench.log.range(DECISIONS).first())
                .isLessThan(4);
        rebuild();
        assertThat(bench.ledger.replay(0, "me", bench.now())).isTrue();
        bench.record();
        bench.time.advance(Duration.between(bench.now(), IN_MONTHS));
        bench.due();
        assertThat(eventOf(bench.claim(0))).isEqualTo("dead");
        assertThat(eventOf(bench.claim(1))).isEqualTo("delayed");
        assertThat(eventOf(bench.claim(2))).isEqualTo("ready");
    }

    @Test
    void deliveryCanBeClaimedInTheBatchItIsCarriedIn() {
        threeUnfinished();
        bench.ledger.writeView();
        bench.ledger.forgetBefore(after(1), 100, bench.now());
        assertThat(eventOf(bench.claim(2))).isEqualTo("ready");
        rebuild();
        assertThat(bench.state(2)).isEqualTo(State.CLAIMED);
    }

    @Test
    void deliveryWhoseEventWasLostWhenItWasCarriedDies() {
        bench.arrive(Deliveries.plain(""));
        bench.forget(after(1), 100);
        rebuild();
        assertThat(bench.claim(0)).isNull();
        assertThat(bench.state(0)).isEqualTo(State.DEAD);
    }

    @Test
    void carryingIsBoundedAndGoesOn() {
        for (int i = 0; i < 150; i++) {
            bench.arrive(Deliveries.plain("e" + i));
        }
        bench.time.advance(Duration.ofMinutes(1));
        Instant horizon = bench.now().minusSeconds(1);
        bench.forget(horizon, 500);
        assertThat(carried()).isEqualTo(64);
        bench.forget(horizon, 500);
        bench.forget(horizon, 500);
        assertThat(carried()).isEqualTo(150);
    }

    @Test
    void finishedDeliveriesBehindManyUnfinishedAreForgotten() {
        for (int i = 0; i < 100; i++) {
            bench.arrive(Deliveries.delayed("e" + i, IN_MONTHS.plusSeconds(i)));
        }
        long done = bench.arrive(Deliveries.plain("done"));
        bench.run(done, new Outcome.Done(200, ""));
        bench.time.advance(Duration.ofMinutes(1));
        for (int i = 0; i < 12; i++) {
            bench.forget(bench.now().minusSeconds(1), 10);
            bench.trim();
        }
        assertThat(bench.ledger.queries().from(done, 1)).isEmpty();
        assertThat(bench.log.range(DELIVERIES).first()).isEqualTo(done + 1);
    }

    @Test
    void repeatOfACarriedEventIsADuplicateAndATwinFolds() {
        bench.arrive(Deliveries.delayed("first", IN_MONTHS));
        bench.forget(after(1), 100);
        bench.trim();
        rebuild();
        assertThat(bench.state(bench.arrive(Deliveries.delayed("first", IN_MONTHS))))
                .isEqualTo(State.DUPLICATE);
        long newer = bench.arrive(Deliveries.delayed("second", IN_MONTHS));
        assertThat(bench.state(newer)).isEqualTo(State.WAITING);
        assertThat(bench.state(0)).isEqualTo(State.DUPLICATE);
        bench.forget(after(1), 100);
        bench.trim();
        rebuild();
        assertThat(bench.ledger.queries().from(0, 10))
                .filteredOn(entry -> !entry.state().isFinal())
                .extracting(Entry::offset)
                .containsExactly(newer);
    }

    @Test
    void idlePartitionRecordsItsTotalsOnce() {
        bench.run(bench.arrive(Deliveries.plain("a")), new Outcome.Done(200, ""));
        bench.forget(after(1), 100);
        bench.trim();
        long next = bench.log.range(DECISIONS).next();
        bench.trim();
        bench.trim();
        assertThat(bench.log.range(DECISIONS).next()).isEqualTo(next);
    }

    /// Ten that are done, in between: one dead, one that waits for months, one that is ready.
    private void threeUnfinished() {
        bench.policy(RulePolicy.of("r", 10));
        bench.run(bench.arrive(Deliveries.plain("dead")), new Outcome.Rejected(403, ""));
        bench.arrive(Deliveries.delayed("delayed", IN_MONTHS));
        bench.arrive(Deliveries.plain("ready"));
        for (int i = 0; i < 10; i++) {
            bench.run(bench.arrive(Deliveries.plain("done " + i)), new Outcome.Done(200, ""));
        }
    }

    private long carried() {
        return bench.ledger.queries().from(0, 1000).stream()
                .filter(entry -> entry.carriedAt() != null)
                .count();
    }

    private Map<CountKey, Map<State, Long>> counts() {
        Map<CountKey, Map<State, Long>> counts = new HashMap<>();
        bench.ledger.queries().counts().forEach((key, counted) -> counts.put(key, counted.asMap()));
        return counts;
    }

    private void rebuild() {
        bench.index = new MemoryIndex();
        bench.open();
    }

    private Instant after(int seconds) {
        return bench.now().plusSeconds(seconds);
    }

    private static String eventOf(@Nullable Attempt attempt) {
        assertThat(attempt).isNotNull();
        return attempt == null ? "" : new String(attempt.event(), StandardCharsets.UTF_8);
    }
}
