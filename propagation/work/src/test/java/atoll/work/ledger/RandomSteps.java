package atoll.work.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.testkit.seed.Draw;
import atoll.work.Deliveries;
import atoll.work.Outcome;
import atoll.work.Root;
import atoll.work.ledger.state.Entry;
import atoll.work.ledger.state.State;
import java.time.Duration;
import java.util.List;

/// What may happen to a partition, drawn at random: arrivals with twins, roots and delays, claims, outcomes of all
/// kinds,
/// operators, and time that has come.
final class RandomSteps {
    private final LedgerBench bench;
    private final Draw draw;

    RandomSteps(LedgerBench bench, Draw draw) {
        this.bench = bench;
        this.draw = draw;
    }

    void take() {
        switch (draw.intBetween(0, 10)) {
            case 0, 1, 2, 3 -> arrive();
            case 4, 5, 6 -> {
                List<Long> ready = inState(State.READY);
                if (!ready.isEmpty()) {
                    bench.claim(draw.oneOf(ready));
                }
            }
            case 7, 8 -> {
                List<Long> claimed = inState(State.CLAIMED);
                if (!claimed.isEmpty()) {
                    bench.outcome(draw.oneOf(claimed), outcome());
                }
            }
            case 9 -> {
                List<Long> dead = inState(State.DEAD);
                if (!dead.isEmpty() && draw.bool()) {
                    assertThat(bench.ledger.replay(draw.oneOf(dead), "me", bench.now()))
                            .isTrue();
                    bench.record();
                }
            }
            default -> bench.due();
        }
    }

    private void arrive() {
        bench.arrive(Deliveries.of(
                "r",
                draw.oneOf("t", "u"),
                draw.oneOf("v", "w"),
                "e" + draw.intBetween(0, 60),
                bench.now().minusSeconds(draw.intBetween(0, 30)),
                draw.chance(0.3) ? Deliveries.START.plusSeconds(120L * draw.intBetween(0, 20)) : null,
                draw.chance(0.5) ? draw.oneOf("k", "l") : null,
                draw.chance(0.25) ? new Root("root", Deliveries.START.plusSeconds(draw.intBetween(0, 600))) : null));
    }

    private Outcome outcome() {
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
}
