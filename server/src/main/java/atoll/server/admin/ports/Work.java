package atoll.server.admin.ports;

import atoll.work.DeliveryId;
import atoll.work.ledger.state.PauseKey;
import atoll.work.owner.WorkView;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the admin API needs of the work engine. Safe for use by many threads; every call is bounded in time and throws
/// [atoll.base.error.AtollException] of kind UNAVAILABLE or LIMITED if there is no answer.
public interface Work {

    /// Counts and reasons as of one moment.
    Snapshot snapshot() throws InterruptedException;

    /// As [#snapshot], for who asks every second: all wikis together.
    Pulse pulse() throws InterruptedException;

    /// Counts of one job type by topic, rule and wiki.
    List<WorkView.QueueRow> ofType(String type) throws InterruptedException;

    Optional<Job> job(DeliveryId id) throws InterruptedException;

    /// The deliveries of an event, for all rules.
    List<Job> ofEvent(String eventId, int limit) throws InterruptedException;

    /// The deliveries of some events, by event id; those of which nothing is known are left out.
    ///
    /// @param limit for each event
    Map<String, List<Job>> ofEvents(Collection<String> eventIds, int limit) throws InterruptedException;

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

    /// @param partitions how many are in the rows
    /// @param rows without wikis
    /// @param dueSince by job type, of the oldest delivery that is ready or under way
    /// @param slots by rule
    record Pulse(
            int partitions,
            List<WorkView.QueueRow> rows,
            List<WorkView.Held> held,
            Map<String, Instant> dueSince,
            Map<String, WorkView.Slots> slots) {}

    /// @param next where to go on; null if there is nothing more
    record JobPage(List<Job> jobs, @Nullable DeliveryId next) {}
}
