package atoll.work;

import atoll.log.NewRecord;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells others of deliveries that failed. What it returns is appended in the same batch as the decision, so it is
/// there
/// if and only if the decision is.
///
/// Called on the owner's thread: it must not wait for anything but the log.
@FunctionalInterface
public interface Announcements {
    /// Nobody is told.
    Announcements NONE = new Announcements() {
        @Override
        public boolean isHeard() {
            return false;
        }

        @Override
        public List<NewRecord> about(Setback setback) {
            return List.of();
        }
    };

    /// False if nobody listens; events need not be read then.
    default boolean isHeard() {
        return true;
    }

    /// The records that say it; their topics must exist.
    List<NewRecord> about(Setback setback);

    /// A delivery that will be tried again, or is dead.
    ///
    /// @param event the producer's bytes; empty if they are lost
    /// @param status of the answer, 0 if there was none
    /// @param answer what was answered, if anything worth quoting was
    /// @param retriesLeft after the next attempt
    /// @param retryAt when the next attempt is due; null if there is none
    @SuppressWarnings("ArrayRecordComponent") // identity is never used; the bytes are not copied for speed
    record Setback(
            DeliveryId id,
            Delivery delivery,
            byte[] event,
            int status,
            String detail,
            @Nullable AnswerExcerpt answer,
            int retriesLeft,
            @Nullable Instant retryAt,
            Instant at) {}
}
