package atoll.work.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.id.Randomness;
import atoll.index.MemoryIndex;
import atoll.testkit.seed.Draw;
import atoll.testkit.seed.Seed;
import atoll.testkit.seed.Seeded;
import atoll.work.ledger.state.Entry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/// Whatever was carried, forgotten and trimmed: a fold without a view, or from an old one, has the counts, the
/// unfinished deliveries and the pauses of the live state.
class CarryPropertyTest {
    private static final Duration HISTORY = Duration.ofSeconds(60);

    private final LedgerBench bench = new LedgerBench();

    @Seeded(runs = 300)
    void foldOfATrimmedLedgerEndsInTheLiveState(Seed seed) {
        Draw draw = seed.child("steps").draw();
        RandomSteps steps = new RandomSteps(bench, draw);
        Randomness crashes = seed.child("crashes").randomness();
        for (int i = 0; i < 150; i++) {
            bench.time.advance(Duration.ofMillis(draw.intBetween(0, 10_000)));
            steps.take();
            if (draw.chance(0.1)) {
                bench.forget(bench.now().minus(HISTORY), draw.intBetween(1, 50));
            }
            if (draw.chance(0.05)) {
                bench.trim();
            }
            if (draw.chance(0.03)) {
                Map<String, Object> before = state();
                if (draw.bool()) {
                    bench.index = new MemoryIndex();
                } else {
                    bench.index.crash(crashes);
                }
                bench.open();
                assertThat(state()).isEqualTo(before);
            }
        }
        Map<String, Object> live = state();
        bench.index = new MemoryIndex();
        bench.open();
        assertThat(state()).isEqualTo(live);
    }

    private Map<String, Object> state() {
        LedgerQueries queries = bench.ledger.queries();
        Map<String, Object> state = new TreeMap<>();
        queries.counts().forEach((key, counts) -> {
            if (!counts.asMap().isEmpty()) {
                state.put(key.toString(), counts.asMap());
            }
        });
        for (Entry entry : queries.from(0, 1000)) {
            if (!entry.state().isFinal()) {
                state.put(
                        "delivery " + entry.offset(),
                        entry.state() + " " + entry.order() + " " + entry.dueAt() + " " + entry.attempts() + " "
                                + entry.claims() + " " + entry.interruptions() + " " + entry.claimedAt() + " "
                                + entry.leaseUntil() + " " + entry.changedAt() + " " + entry.carriedAt() + " "
                                + entry.timeline().moments());
            }
        }
        state.put("pauses", new HashMap<>(queries.pauses()));
        state.put("claimed", queries.claimed());
        state.put("due", String.valueOf(queries.nextDue()));
        return state;
    }
}
