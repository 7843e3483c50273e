package atoll.simulate.ledger;

import atoll.work.ledger.state.CountKey;
import atoll.work.ledger.state.Decision;
import atoll.work.ledger.state.Entry;
import atoll.work.ledger.state.State;
import atoll.work.ledger.state.Totals;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// What the ledger says again must be what it said before: nothing else is left once older records are deleted.
final class Restatements {
    private Restatements() {}

    static void judge(Fact fact, Decision.Carried carried) {
        Entry entry = carried.entry();
        boolean waits = fact.state == State.WAITING || fact.state == State.RETRY;
        Instant due = waits ? fact.due : null;
        boolean isTrue = entry.offset() == fact.offset
                && entry.delivery().equals(fact.delivery)
                && entry.state() == fact.state
                && (fact.state != State.READY || entry.order() == fact.order)
                && (!waits || Objects.equals(entry.dueAt(), due))
                && entry.claims() == fact.claims
                && entry.interruptions() == fact.interruptions
                && Objects.equals(entry.claimedAt(), fact.claimedAt);
        if (!isTrue) {
            throw new AssertionError(
                    fact + " is restated as " + entry.state() + ", claim " + entry.claims() + ", order " + entry.order()
                            + ", due " + entry.dueAt() + ", interruptions " + entry.interruptions());
        }
        if (!fact.state.isFinal() && !Arrays.equals(carried.event(), fact.event)) {
            throw new AssertionError("other bytes are carried with " + fact);
        }
    }

    static void judge(Collection<Fact> facts, Totals totals) {
        Map<CountKey, Map<State, Long>> ended = new HashMap<>();
        for (Fact fact : facts) {
            if (fact.state.isFinal()) {
                CountKey key = new CountKey(
                        fact.delivery.source().topic(),
                        fact.delivery.rule(),
                        fact.delivery.type(),
                        fact.delivery.wiki());
                ended.computeIfAbsent(key, _ -> new HashMap<>()).merge(fact.state, 1L, Long::sum);
            }
        }
        if (!ended.equals(totals.ended())) {
            throw new AssertionError("totals are " + totals.ended() + ", the ledger says " + ended);
        }
    }
}
