package atoll.server.observe;

import atoll.work.ledger.state.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How everything stands at one moment, what is late first.
record Overview(Instant at, List<Type> types) {
    Overview {
        types = List.copyOf(types);
    }

    /// One job type, or one stream that leads to no jobs.
    ///
    /// @param counts deliveries by state; empty for a stream that no rule reads
    /// @param dueSince of the oldest delivery that could be carried out; null if there is none
    /// @param held wikis of which nothing may be claimed, and why
    record Type(
            String type,
            @Nullable String stream,
            Map<State, Long> counts,
            @Nullable Instant dueSince,
            List<HeldWiki> held) {}

    record HeldWiki(String wiki, String reason, long deliveries) {}
}
