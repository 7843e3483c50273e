package atoll.server.admin;

import atoll.server.admin.ports.Job;
import atoll.server.admin.ports.JobFilter;
import atoll.server.admin.ports.Work;
import atoll.work.Delivery;
import atoll.work.DeliveryId;
import atoll.work.Root;
import atoll.work.Source;
import atoll.work.ledger.state.CountKey;
import atoll.work.ledger.state.LaneKey;
import atoll.work.ledger.state.PauseKey;
import atoll.work.ledger.state.State;
import atoll.work.ledger.state.Timeline;
import atoll.work.owner.WorkView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Deliveries in a map. Commands change their state at once and are remembered.
public final class FakeWork implements Work {
    static final String TOPIC = "local.mediawiki.job.refreshLinks";

    public final List<String> commands = new ArrayList<>();
    final Map<Integer, Long> consumedTo = new HashMap<>(Map.of(0, 0L));
    final List<WorkView.Held> held = new ArrayList<>();
    final Map<PauseKey, Instant> pauses = new HashMap<>();

    public @Nullable Instant oldest;

    public final Map<String, Instant> dueSince = new HashMap<>();
    public final Map<String, WorkView.Slots> slots = new HashMap<>();
    private @Nullable Instant diesAgainAt;
    int snapshots;
    private final TreeMap<DeliveryId, Job> jobs =
            new TreeMap<>(Comparator.comparingInt(DeliveryId::partition).thenComparingLong(DeliveryId::offset));

    /// Adds a delivery received ten seconds before `now`.
    public FakeWork with(String id, State state, String wiki, Instant now, Timeline.Moment... moments) {
        DeliveryId key = DeliveryId.parse(id);
        Instant received = now.minusSeconds(10);
        Delivery delivery = new Delivery(
                "mediawiki_jobs",
                "refreshLinks",
                wiki,
                "event-" + key.offset(),
                "req-1",
                received.minusSeconds(1),
                true,
                received,
                null,
                "sha",
                new Root("rootsig", received.minusSeconds(60)),
                new Source(TOPIC, 0, key.offset()));
        put(new Job(key, delivery, progress(state, now), new Job.History(List.of(moments), 0), null));
        return this;
    }

    public int size() {
        return jobs.size();
    }

    /// Whatever is retried from now on is dead again at once, with this time.
    public void diesAgainAt(Instant moment) {
        diesAgainAt = moment;
    }

    public void put(Job job) {
        jobs.put(job.id(), job);
    }

    private static Job.Progress progress(State state, Instant now) {
        Instant due = state == State.RETRY || state == State.WAITING ? now.plusSeconds(300) : null;
        return new Job.Progress(state, 1, 2, 0, due, new Job.Times(null, null, now.minusSeconds(5)));
    }

    @Override
    public Snapshot snapshot() {
        snapshots++;
        Map<CountKey, Map<State, Long>> rows = new HashMap<>();
        for (Job job : jobs.values()) {
            Delivery delivery = job.delivery();
            CountKey key = new CountKey(delivery.source().topic(), delivery.rule(), delivery.type(), delivery.wiki());
            rows.computeIfAbsent(key, _ -> new HashMap<>()).merge(job.state(), 1L, Long::sum);
        }
        List<WorkView.QueueRow> list = new ArrayList<>();
        rows.forEach((key, counts) -> list.add(new WorkView.QueueRow(key, counts)));
        return new Snapshot(list, held, pauses, 1, oldest, consumedTo);
    }

    @Override
    public Pulse pulse() {
        Snapshot snapshot = snapshot();
        Map<CountKey, Map<State, Long>> sums = new HashMap<>();
        for (WorkView.QueueRow row : snapshot.rows()) {
            CountKey key = row.key();
            Map<State, Long> sum =
                    sums.computeIfAbsent(new CountKey(key.topic(), key.rule(), key.type(), ""), _ -> new HashMap<>());
            row.counts().forEach((state, count) -> sum.merge(state, count, Long::sum));
        }
        List<WorkView.QueueRow> rows = new ArrayList<>();
        sums.forEach((key, counts) -> rows.add(new WorkView.QueueRow(key, counts)));
        return new Pulse(consumedTo.size(), rows, held, dueSince, slots);
    }

    @Override
    public List<WorkView.QueueRow> ofType(String type) {
        return snapshot().rows().stream()
                .filter(row -> row.key().type().equals(type))
                .toList();
    }

    @Override
    public Map<String, List<Job>> ofEvents(Collection<String> eventIds, int limit) {
        Map<String, List<Job>> found = new HashMap<>();
        for (String id : eventIds) {
            List<Job> known = ofEvent(id, limit);
            if (!known.isEmpty()) {
                found.put(id, known);
            }
        }
        return found;
    }

    public void hold(String wiki, String reason) {
        held.add(new WorkView.Held(new LaneKey("mediawiki_jobs", "refreshLinks", wiki), 7, reason));
    }

    @Override
    public Optional<Job> job(DeliveryId id) {
        return Optional.ofNullable(jobs.get(id));
    }

    @Override
    public List<Job> ofEvent(String eventId, int limit) {
        return jobs.values().stream()
                .filter(job -> job.delivery().eventId().equals(eventId))
                .limit(limit)
                .toList();
    }

    @Override
    public JobPage list(JobFilter filter, DeliveryId from, int limit) {
        List<Job> found = jobs.tailMap(from).values().stream()
                .filter(job -> filter.matches(job.state(), job.delivery()))
                .toList();
        return found.size() <= limit
                ? new JobPage(found, null)
                : new JobPage(found.subList(0, limit), found.get(limit).id());
    }

    @Override
    public boolean retry(DeliveryId id, String by) {
        return change("retry", id, by, State.READY, List.of(State.DEAD, State.RETRY, State.WAITING));
    }

    @Override
    public boolean drop(DeliveryId id, String by) {
        return change("drop", id, by, State.DROPPED, List.of(State.DEAD, State.RETRY, State.WAITING, State.READY));
    }

    private boolean change(String what, DeliveryId id, String by, State to, List<State> possible) {
        Job job = jobs.get(id);
        if (job == null || !possible.contains(job.state())) {
            return false;
        }
        commands.add(what + " " + id + " by " + by);
        Job.Progress old = job.progress();
        Instant again = diesAgainAt;
        Job.Times times = again == null ? old.times() : new Job.Times(null, null, again);
        State state = again == null ? to : State.DEAD;
        put(new Job(
                id,
                job.delivery(),
                new Job.Progress(state, old.attempts(), old.claims(), old.interruptions(), null, times),
                job.history(),
                job.held()));
        return true;
    }
}
