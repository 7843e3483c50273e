package atoll.server.admin.ports;

import atoll.work.Delivery;
import atoll.work.DeliveryId;
import atoll.work.ledger.state.Entry;
import atoll.work.ledger.state.State;
import atoll.work.ledger.state.Timeline;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A delivery as people see it: a copy of what the ledger knows at one moment.
///
/// @param held why its lane may not go at present, if so
public record Job(
        DeliveryId id,
        Delivery delivery,
        Progress progress,
        History history,
        @Nullable String held) {

    /// Where it stands.
    ///
    /// @param attempts failed ones that count
    /// @param claims how often it was claimed, counted or not
    public record Progress(
            State state,
            int attempts,
            int claims,
            int interruptions,
            @Nullable Instant dueAt,
            Times times) {}

    public record Times(
            @Nullable Instant claimedAt,
            @Nullable Instant leaseUntil,
            @Nullable Instant changedAt) {}

    /// @param leftOut moments that are not kept any more
    public record History(List<Timeline.Moment> moments, int leftOut) {}

    /// Only on the owner's thread, while the entry does not change.
    static Job of(DeliveryId id, Entry entry, @Nullable String held) {
        Times times = new Times(entry.claimedAt(), entry.leaseUntil(), entry.changedAt());
        Progress progress = new Progress(
                entry.state(), entry.attempts(), entry.claims(), entry.interruptions(), entry.dueAt(), times);
        History history =
                new History(entry.timeline().moments(), entry.timeline().leftOut());
        return new Job(id, entry.delivery(), progress, history, held);
    }

    public State state() {
        return progress.state;
    }
}
