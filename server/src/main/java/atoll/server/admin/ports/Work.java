package atoll.server.admin.ports;

import atoll.work.DeliveryId;
import atoll.work.ledger.state.PauseKey;
import atoll.work.owner.WorkView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the admin API needs of the work engine. Safe for use by many threads; every call is bounded in time and throws
/// [atoll.base.error.AtollException] of kind UNAVAILABLE or LIMITED if there is no answer.
public interface Work {

    /// Counts and reasons as of one moment.
    Snapshot snapshot() throws InterruptedException;

    Optional<Job> job(DeliveryId id) throws InterruptedException;

    /// The deliveries of an event, for all rules.
    List<Job> ofEvent(String eventId, int limit) throws InterruptedException;

    /// Deliveries that match, in order of their ids.
    ///
    /// @param from where to begin
    JobPage list(JobFilter filter, DeliveryId from, int limit) throws InterruptedException;

    /// Tries a dead or waiting delivery now. True once recorded; false if it is finished, running, or unknown.
    boolean retry(DeliveryId id, String by) throws InterruptedException;

    /// Drops a delivery that is not finished. True once recorded; false if it is finished, running, or unknown.
    boolean drop(DeliveryId id, String by) throws InterruptedException;

    /// @param oldest when the oldest delivery that is ready or under way was received
    /// @param consumedTo by work partition: deliveries handed over before this offset are in the rows
    record Snapshot(
            List<WorkView.QueueRow> rows,
            List<WorkView.Held> held,
            Map<PauseKey, Instant> pauses,
            int inFlight,
            @Nullable Instant oldest,
            Map<Integer, Long> consumedTo) {}

    /// @param next where to go on; null if there is nothing more
    record JobPage(List<Job> jobs, @Nullable DeliveryId next) {}
}
