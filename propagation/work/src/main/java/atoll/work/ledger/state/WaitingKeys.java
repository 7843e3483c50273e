package atoll.work.ledger.state;

import atoll.base.error.Check;
import atoll.index.OrderedIndex;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The deliveries of a view that wait for a time, in the order of their times. Not thread-safe.
final class WaitingKeys {
    private final Keys keys;
    private final Overlay overlay;
    /// Nothing waits for an earlier time; the next due time itself if it is known.
    private long waitingFrom;

    private boolean waitingKnown;
    private boolean noneWaits;

    WaitingKeys(Keys keys, Overlay overlay) {
        this.keys = keys;
        this.overlay = overlay;
    }

    /// Deliveries whose time has come, earliest first.
    List<Long> dueBy(Instant now, int limit) {
        Instant next = nextDue();
        if (next == null || next.isAfter(now)) {
            return List.of();
        }
        return overlay.scan(keys.waiting(waitingFrom, 0), keys.waiting(now.toEpochMilli() + 1, 0), limit).stream()
                .map(waiting -> Keys.lastNumberIn(waiting.key()))
                .toList();
    }

    /// When the next waiting delivery is due, if any waits.
    @Nullable
    Instant nextDue() {
        if (!waitingKnown) {
            // What was due before is deleted; starting behind it spares the index a walk over deleted keys.
            List<OrderedIndex.Entry> first = overlay.scan(keys.waiting(waitingFrom, 0), keys.to('w'), 1);
            waitingFrom =
                    first.isEmpty() ? waitingFrom : Keys.dueIn(first.getFirst().key());
            noneWaits = first.isEmpty();
            waitingKnown = true;
        }
        return noneWaits ? null : Instant.ofEpochMilli(waitingFrom);
    }

    void put(Entry entry) {
        byte[] key = key(entry);
        overlay.putFresh(key, Keys.NOTHING);
        long due = Keys.dueIn(key);
        if (due < waitingFrom || (waitingKnown && noneWaits)) {
            waitingFrom = due;
            waitingKnown = true;
            noneWaits = false;
        }
    }

    void delete(Entry entry) {
        overlay.delete(key(entry));
        waitingKnown = false;
    }

    private byte[] key(Entry entry) {
        Instant due = entry.dueAt;
        Check.state(due != null, "a waiting delivery without a due time");
        return keys.waiting(due == null ? 0 : due.toEpochMilli(), entry.offset());
    }
}
