package atoll.work.ledger;

import atoll.work.ledger.state.Entry;
import atoll.work.ledger.state.View;
import java.time.Instant;
import java.util.List;
import java.util.function.ToLongFunction;

/// Walks over what is older than the history: what is finished is forgotten, what is not is carried, so that no old
/// record stays needed. Two walks that never turn back: one over deliveries in their order, and one over those carried
/// before, in the order they were carried in. Each sees a bounded number at a time. Not thread-safe.
final class History {
    private static final int CARRIED_A_STEP = 64;
    private static final long CARRIED_BYTES_A_STEP = 1L << 20;

    private final View view;
    /// Every known delivery before this one is carried.
    private long walkedTo;
    /// No earlier delivery is known; scans start here, because walking over forgotten ones takes long.
    private long oldestKept;

    private int carriedLeft;
    private long bytesLeft;

    /// What no known delivery needs: everything before these offsets.
    ///
    /// @param delivery in the delivery topic
    /// @param decision in the ledger
    record Cut(long delivery, long decision) {
        boolean isBehind(Cut other) {
            return delivery > other.delivery || decision > other.decision;
        }
    }

    /// @param oldestKept see [#oldestKept()]; 0 if nothing is known of the view
    History(View view, long oldestKept) {
        this.view = view;
        this.oldestKept = oldestKept;
        this.walkedTo = oldestKept;
    }

    /// @param limit how many deliveries each walk looks at
    /// @param carry carries a delivery and says how many bytes that took
    void walk(Instant horizon, int limit, ToLongFunction<Entry> carry) {
        carriedLeft = CARRIED_A_STEP;
        bytesLeft = CARRIED_BYTES_A_STEP;
        walkCarried(horizon, limit, carry);
        if (!isOlder(view.entriesFrom(walkedTo, 1), horizon)) {
            return;
        }
        for (Entry entry : view.entriesFrom(walkedTo, limit)) {
            if (!isOlder(List.of(entry), horizon) || (entry.carriedAt() == null && !passes(entry, horizon, carry))) {
                return;
            }
            walkedTo = entry.offset() + 1;
        }
    }

    private void walkCarried(Instant horizon, int limit, ToLongFunction<Entry> carry) {
        for (long offset : view.carriedFirst(limit)) {
            Entry entry = view.existing(offset);
            Instant carriedAt = entry.carriedAt();
            if (carriedAt == null || !carriedAt.isBefore(horizon) || !passes(entry, horizon, carry)) {
                return;
            }
        }
    }

    /// False if it must be carried and enough were carried in this step.
    private boolean passes(Entry entry, Instant horizon, ToLongFunction<Entry> carry) {
        Instant changedAt = entry.changedAt();
        if (entry.state().isFinal() && changedAt != null && changedAt.isBefore(horizon)) {
            view.forget(entry);
            return true;
        }
        if (carriedLeft == 0 || bytesLeft <= 0) {
            return false;
        }
        carriedLeft--;
        bytesLeft -= carry.applyAsLong(entry);
        return true;
    }

    /// Deliveries come in about the order they were received in, so behind a young one all are young.
    private static boolean isOlder(List<Entry> first, Instant horizon) {
        return !first.isEmpty() && first.getFirst().delivery().received().isBefore(horizon);
    }

    /// @param ledgerNext the next ledger record
    /// @param consumedTo the first delivery that is not decided
    Cut cut(long ledgerNext, long consumedTo) {
        List<Entry> first = view.entriesFrom(walkedTo, 1);
        long delivery = first.isEmpty() ? consumedTo : first.getFirst().offset();
        long decision = first.isEmpty() ? ledgerNext : first.getFirst().ledgerOffset();
        for (long carried : view.carriedFirst(1)) {
            decision = Math.min(decision, view.existing(carried).carriedIn);
        }
        return new Cut(delivery, decision);
    }

    /// No earlier delivery is in the view that is written down. Call when all changes are written.
    long oldestKept(long consumedTo) {
        List<Entry> oldest = view.entriesFrom(oldestKept, 1);
        oldestKept = oldest.isEmpty() ? consumedTo : oldest.getFirst().offset();
        return oldestKept;
    }
}
