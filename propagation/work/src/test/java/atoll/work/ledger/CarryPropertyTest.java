package atoll.work.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.id.Randomness;
import atoll.index.MemoryIndex;
import atoll.testkit.seed.Draw;
import atoll.testkit.seed.Seed;
import atoll.testkit.seed.Seeded;
import atoll.work.Deliveries;
import atoll.work.Outcome;
import atoll.work.Root;
import atoll.work.ledger.state.Entry;
import atoll.work.ledger.state.State;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
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
        Randomness crashes = seed.child("crashes").randomness();
        for (int i = 0; i < 150; i++) {
            bench.time.advance(Duration.ofMillis(draw.intBetween(0, 10_000)));
            step(draw);
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

    private void step(Draw draw) {
        List<Long> ready = inState(State.READY);
        List<Long> claimed = inState(State.CLAIMED);
        List<Long> dead = inState(State.DEAD);
        switch (draw.intBetween(0, 10)) {
            case 0, 1, 2, 3 ->
                bench.arrive(Deliveries.of(
                        "r",
                        "t",
                        draw.oneOf("v", "w"),
                        "e" + draw.intBetween(0, 60),
                        bench.now().minusSeconds(draw.intBetween(0, 30)),
                        draw.chance(0.3) ? Deliveries.START.plusSeconds(120L * draw.intBetween(0, 20)) : null,
                        draw.chance(0.5) ? draw.oneOf("k", "l") : null,
                        draw.chance(0.2)
                                ? new Root("root", Deliveries.START.plusSeconds(draw.intBetween(0, 600)))
                                : null));
            case 4, 5, 6 -> {
                if (!ready.isEmpty()) {
                    bench.claim(draw.oneOf(ready));
                }
            }
            case 7, 8 -> {
                if (!claimed.isEmpty()) {
                    bench.outcome(draw.oneOf(claimed), outcome(draw));
                }
            }
            case 9 -> {
                if (!dead.isEmpty() && draw.bool()) {
                    assertThat(bench.ledger.replay(draw.oneOf(dead), "me", bench.now()))
                            .isTrue();
                    bench.record();
                }
            }
            default -> bench.due();
        }
    }

    private static Outcome outcome(Draw draw) {
        return draw.oneOf(
                new Outcome.Done(200, ""),
                new Outcome.Failed(500, "x"),
                new Outcome.Ignored(404, ""),
                new Outcome.Rejected(403, ""),
                new Outcome.Postponed(423, "", Outcome.Scope.WIKI, Duration.ofSeconds(3)));
    }

    private List<Long> inState(State state) {
        return bench.ledger.queries().from(0, 1000).stream()
                .filter(entry -> entry.state() == state)
                .map(Entry::offset)
                .toList();
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
