package atoll.server.observe;

import atoll.work.ledger.state.State;
import java.util.Map;

/// What is counted together of the states of deliveries.
final class Tally {
    private Tally() {}

    /// Neither finished nor running.
    static long backlog(Map<State, Long> counts) {
        return waiting(counts) + counts.getOrDefault(State.READY, 0L);
    }

    /// Not due yet, or not decided.
    static long waiting(Map<State, Long> counts) {
        return counts.getOrDefault(State.NEW, 0L)
                + counts.getOrDefault(State.WAITING, 0L)
                + counts.getOrDefault(State.RETRY, 0L);
    }

    static long all(Map<State, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
