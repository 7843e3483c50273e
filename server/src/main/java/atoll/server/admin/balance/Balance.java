package atoll.server.admin.balance;

import atoll.changeprop.admission.AdmissionCounts;
import atoll.server.admin.ports.JobFilter;
import atoll.work.ledger.state.State;
import java.util.EnumMap;
import java.util.Map;

/// What became of all that was accepted in one stream. Nothing may be missing: both differences are zero.
///
/// @param accepted records ever appended to the topic
/// @param unread records that are not admitted yet
/// @param byState deliveries the ledger knows or has known
/// @param onTheWay deliveries handed over that the ledger has not taken yet
public record Balance(long accepted, AdmissionCounts admitted, long unread, Map<State, Long> byState, long onTheWay) {
    public static final Balance NONE = new Balance(0, AdmissionCounts.NONE, 0, Map.of(), 0);

    /// Records of which nobody knows what became of them.
    public long recordDifference() {
        return accepted - admitted.matched() - admitted.unmatched() - unread;
    }

    /// Deliveries of which nobody knows what became of them.
    public long deliveryDifference() {
        return admitted.deliveries()
                - onTheWay
                - byState.values().stream().mapToLong(Long::longValue).sum();
    }

    /// Zero only if both differences are; two errors never hide each other.
    public long difference() {
        return Math.abs(recordDifference()) + Math.abs(deliveryDifference());
    }

    public long of(State state) {
        return byState.getOrDefault(state, 0L);
    }

    public long pending() {
        return onTheWay
                + byState.entrySet().stream()
                        .filter(entry -> JobFilter.isPending(entry.getKey()))
                        .mapToLong(Map.Entry::getValue)
                        .sum();
    }

    /// Deliveries without an end: neither finished nor dead.
    public long unsettled() {
        return admitted.deliveries()
                - byState.entrySet().stream()
                        .filter(entry -> !JobFilter.isPending(entry.getKey()))
                        .mapToLong(Map.Entry::getValue)
                        .sum();
    }

    /// What is still to be done, and what is missing if anything is: zero when all that was accepted has an end.
    public long open() {
        return accepted - admitted.matched() - admitted.unmatched() + unsettled();
    }

    public Balance plus(Balance other) {
        Map<State, Long> both = new EnumMap<>(State.class);
        both.putAll(byState);
        other.byState.forEach((state, count) -> both.merge(state, count, Long::sum));
        return new Balance(
                accepted + other.accepted,
                admitted.plus(other.admitted),
                unread + other.unread,
                both,
                onTheWay + other.onTheWay);
    }
}
