package atoll.work.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.id.Randomness;
import atoll.index.MemoryIndex;
import atoll.testkit.seed.Draw;
import atoll.testkit.seed.Seed;
import atoll.testkit.seed.Seeded;
import atoll.work.Deliveries;
import atoll.work.Outcome;
import atoll.work.ledger.state.Entry;
import atoll.work.ledger.state.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Live state, a fold from scratch, and a fold from whatever view a crash left behind are the same.
class FoldPropertyTest {
    private final LedgerBench bench = new LedgerBench();

    @Seeded(runs = 200)
    void everyFoldEndsInTheLiveState(Seed seed) {
        Draw draw = seed.child("steps").draw();
        RandomSteps steps = new RandomSteps(bench, draw);
        Randomness crashes = seed.child("crashes").randomness();
        for (int i = 0; i < 120; i++) {
            bench.time.advance(Duration.ofMillis(draw.intBetween(0, 20_000)));
            steps.take();
            if (draw.chance(0.05)) {
                bench.ledger.writeView();
            }
            if (draw.chance(0.03)) {
                bench.index.flush();
            }
            if (draw.chance(0.03)) {
                String before = state(bench.ledger);
                bench.index.crash(crashes);
                assertThat(state(bench.open())).isEqualTo(before);
            }
            if (draw.chance(0.03)) {
                String before = state(bench.ledger);
                assertThat(bench.ledger.refold()).isEmpty();
                assertThat(state(bench.ledger)).isEqualTo(before);
            }
        }
        String live = state(bench.ledger);
        bench.index = new MemoryIndex();
        assertThat(state(bench.open())).isEqualTo(live);
    }

    @Test
    void stateThatWasNotRecordedIsForgottenAndItsOutcomesComeBack() {
        long offset = bench.arrive(Deliveries.plain("a"));
        bench.claim(offset);
        Reported done = new Reported(offset, 1, new Outcome.Done(200, ""));
        assertThat(bench.ledger.onOutcome(done, bench.now())).isTrue();
        assertThat(bench.ledger.refold()).containsExactly(done);
        assertThat(bench.state(offset)).isEqualTo(State.CLAIMED);
    }

    @Test
    void trimmedLedgerIsFoldedByAnOwnerWithoutAView() {
        for (int i = 0; i < 5; i++) {
            bench.run(bench.arrive(Deliveries.plain("done " + i)), new Outcome.Done(200, ""));
        }
        long older = bench.arrive(Deliveries.twin("older", Deliveries.START));
        long newer = bench.arrive(Deliveries.twin("newer", Deliveries.START));
        bench.forget(bench.now().plus(Duration.ofSeconds(1)), 6);
        bench.trim();
        bench.index = new MemoryIndex();
        bench.open();
        assertThat(bench.ledger.queries().from(0, 100))
                .extracting(Entry::offset)
                .contains(newer);
        assertThat(bench.state(newer)).isEqualTo(State.READY);
        assertThat(bench.entry(newer).order()).isEqualTo(older);
        assertThat(bench.ledger.decideNew(bench.now())).as("nothing is new").isFalse();
    }

    @Test
    void staleViewIsDroppedWhenTheLedgerWasTrimmedBeyondIt() {
        bench.arrive(Deliveries.plain("a"));
        bench.ledger.writeView();
        bench.index.flush();
        MemoryIndex stale = bench.index;
        bench.index = new MemoryIndex();
        bench.open();
        bench.run(0, new Outcome.Done(200, ""));
        bench.arrive(Deliveries.plain("b"));
        bench.forget(bench.now().plus(Duration.ofSeconds(1)), 1);
        bench.trim();
        bench.index = stale;
        bench.open();
        assertThat(bench.ledger.queries().from(0, 10)).extracting(Entry::state).containsExactly(State.READY);
        assertThat(bench.entry(1).delivery().eventId()).isEqualTo("b");
    }

    private static Map<String, Instant> byName(LedgerQueries queries) {
        Map<String, Instant> pauses = new TreeMap<>();
        queries.pauses().forEach((key, until) -> pauses.put(key.toString(), until));
        return pauses;
    }

    private static String state(PartitionLedger ledger) {
        LedgerQueries queries = ledger.queries();
        Map<String, Map<State, Long>> counts = new TreeMap<>();
        queries.counts().forEach((key, count) -> counts.put(key.toString(), count.asMap()));
        List<String> lines = new ArrayList<>();
        for (Entry entry : queries.from(0, 1000)) {
            lines.add(entry.offset() + " " + entry.state() + " " + entry.order() + " " + entry.dueAt() + " "
                    + entry.attempts() + " " + entry.claims() + " " + entry.claimedAt() + " "
                    + entry.timeline().moments());
        }
        return String.join("\n", lines) + counts + byName(queries) + queries.claimed() + queries.nextDue();
    }
}
