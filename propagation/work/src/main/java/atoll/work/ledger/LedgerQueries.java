package atoll.work.ledger;

import atoll.work.DeliveryId;
import atoll.work.ledger.state.CountKey;
import atoll.work.ledger.state.Counts;
import atoll.work.ledger.state.Entry;
import atoll.work.ledger.state.PauseKey;
import atoll.work.ledger.state.State;
import atoll.work.ledger.state.Totals;
import atoll.work.ledger.state.View;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads a partition's state. Use it on the owner's thread only, and do not keep it.
public final class LedgerQueries {
    private final int partition;
    private final View view;

    LedgerQueries(int partition, View view) {
        this.partition = partition;
        this.view = view;
    }

    public int partition() {
        return partition;
    }

    public @Nullable Entry entry(DeliveryId id) {
        return id.partition() == partition ? view.entry(id.offset()) : null;
    }

    /// The deliveries of an event id, for all rules.
    public List<Entry> ofEvent(String eventId, int limit) {
        return view.deliveriesOf(eventId, limit).stream().map(view::existing).toList();
    }

    /// Entries in the order they were handed over, from an offset on.
    public List<Entry> from(long offset, int limit) {
        return view.entriesFrom(offset, limit);
    }

    public List<Entry> dead(long fromOffset, int limit) {
        return view.dead(fromOffset, limit).stream().map(view::existing).toList();
    }

    /// Live counts; copy what you keep.
    public Map<CountKey, Counts> counts() {
        return view.counts();
    }

    /// What a fold of later records would not know.
    Totals totals() {
        Map<CountKey, Map<State, Long>> ended = new HashMap<>();
        counts().forEach((key, counts) -> ended.put(key, counts.ended()));
        ended.values().removeIf(Map::isEmpty);
        return new Totals(ended, pauses());
    }

    /// When the recorded pauses end.
    public Map<PauseKey, Instant> pauses() {
        return view.pauses();
    }

    public List<Long> claimed() {
        return view.claimed();
    }

    public @Nullable Instant nextDue() {
        return view.nextDue();
    }
}
