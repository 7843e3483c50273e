package atoll.server.admin.ports;

import atoll.base.time.Deadline;
import atoll.base.time.TimeSource;
import atoll.work.DeliveryId;
import atoll.work.ledger.state.Entry;
import atoll.work.ledger.state.LaneKey;
import atoll.work.owner.WorkOwner;
import atoll.work.owner.WorkView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// [Work] by asking the [WorkOwner]. Long listings are cut into short questions, so that they do not hold up the work.
public final class OwnerWork implements Work {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /// A listing that found too little by then says where to go on.
    private static final Duration LISTING = Duration.ofSeconds(3);

    private static final int LOOKED_AT_PER_QUESTION = 500;
    private static final int EVENTS_PER_QUESTION = 50;

    private final WorkOwner owner;
    private final TimeSource time;
    private final Duration patience;

    public OwnerWork(WorkOwner owner, TimeSource time) {
        this(owner, time, PATIENCE);
    }

    /// @param patience how long a question may wait for its answer
    public OwnerWork(WorkOwner owner, TimeSource time, Duration patience) {
        this.owner = owner;
        this.time = time;
        this.patience = patience;
    }

    @Override
    public Snapshot snapshot() throws InterruptedException {
        return owner.ask(
                view -> new Snapshot(
                        view.queue(),
                        view.held(),
                        Map.copyOf(view.pauses()),
                        view.inFlight(),
                        view.oldest(),
                        view.consumedTo()),
                patience());
    }

    @Override
    public Pulse pulse() throws InterruptedException {
        return owner.ask(
                view -> new Pulse(
                        view.consumedTo().size(), view.queueOfAllWikis(), view.held(), view.dueSince(), view.slots()),
                patience());
    }

    @Override
    public List<WorkView.QueueRow> ofType(String type) throws InterruptedException {
        return owner.ask(view -> view.queue(key -> key.type().equals(type)), patience());
    }

    @Override
    public Optional<Job> job(DeliveryId id) throws InterruptedException {
        return owner.ask(
                view -> {
                    WorkView.Found found = view.find(id);
                    return found == null ? Optional.empty() : Optional.of(job(found, reasons(view)));
                },
                patience());
    }

    @Override
    public List<Job> ofEvent(String eventId, int limit) throws InterruptedException {
        return owner.ask(
                view -> {
                    Map<LaneKey, String> reasons = reasons(view);
                    return view.ofEvent(eventId, limit).stream()
                            .map(found -> job(found, reasons))
                            .toList();
                },
                patience());
    }

    @Override
    public Map<String, List<Job>> ofEvents(Collection<String> eventIds, int limit) throws InterruptedException {
        Map<String, List<Job>> found = new HashMap<>();
        List<String> ids = List.copyOf(eventIds);
        for (int from = 0; from < ids.size(); from += EVENTS_PER_QUESTION) {
            List<String> some = ids.subList(from, Math.min(ids.size(), from + EVENTS_PER_QUESTION));
            found.putAll(owner.ask(
                    view -> {
                        Map<LaneKey, String> reasons = reasons(view);
                        Map<String, List<Job>> jobs = new HashMap<>();
                        for (String id : some) {
                            List<WorkView.Found> ofOne = view.ofEvent(id, limit);
                            if (!ofOne.isEmpty()) {
                                jobs.put(
                                        id,
                                        ofOne.stream()
                                                .map(each -> job(each, reasons))
                                                .toList());
                            }
                        }
                        return jobs;
                    },
                    patience()));
        }
        return found;
    }

    private static Map<LaneKey, String> reasons(WorkView view) {
        Map<LaneKey, String> reasons = new HashMap<>();
        view.held().forEach(held -> reasons.put(held.lane(), held.reason()));
        return reasons;
    }

    private static Job job(WorkView.Found found, Map<LaneKey, String> reasons) {
        Entry entry = found.entry();
        LaneKey lane = new LaneKey(
                entry.delivery().rule(),
                entry.delivery().type(),
                entry.delivery().wiki());
        return Job.of(found.id(), entry, reasons.get(lane));
    }

    @Override
    public JobPage list(JobFilter filter, DeliveryId from, int limit) throws InterruptedException {
        Deadline end = Deadline.after(time, LISTING);
        List<Job> jobs = new ArrayList<>();
        DeliveryId next = from;
        List<Integer> partitions =
                owner.ask(view -> List.copyOf(view.consumedTo().keySet()), patience());
        for (int partition : partitions) {
            if (partition < from.partition()) {
                continue;
            }
            next = partition == from.partition() ? from : new DeliveryId(partition, 0);
            while (next != null && next.partition() == partition) {
                if (jobs.size() >= limit || end.isPassed()) {
                    return new JobPage(jobs, next);
                }
                Chunk chunk = chunk(filter, next, limit - jobs.size());
                jobs.addAll(chunk.jobs);
                next = chunk.next;
            }
        }
        return new JobPage(jobs, null);
    }

    /// @param next where to go on in this partition; null at its end
    private record Chunk(List<Job> jobs, @Nullable DeliveryId next) {}

    private Chunk chunk(JobFilter filter, DeliveryId from, int limit) throws InterruptedException {
        return owner.ask(
                view -> {
                    List<WorkView.Found> page =
                            view.page(from.partition(), from.offset(), filter.isDeadOnly(), LOOKED_AT_PER_QUESTION);
                    List<Job> jobs = new ArrayList<>();
                    for (WorkView.Found found : page) {
                        if (jobs.size() == limit) {
                            return new Chunk(jobs, found.id());
                        }
                        if (filter.matches(found.entry().state(), found.entry().delivery())) {
                            jobs.add(Job.of(found.id(), found.entry(), null));
                        }
                    }
                    boolean more = page.size() == LOOKED_AT_PER_QUESTION;
                    return new Chunk(jobs, more ? behind(page.getLast().id()) : null);
                },
                patience());
    }

    private static DeliveryId behind(DeliveryId id) {
        return new DeliveryId(id.partition(), id.offset() + 1);
    }

    @Override
    public boolean retry(DeliveryId id, String by) throws InterruptedException {
        return owner.retry(id, by, patience());
    }

    @Override
    public boolean drop(DeliveryId id, String by) throws InterruptedException {
        return owner.drop(id, by, patience());
    }

    private Deadline patience() {
        return Deadline.after(time, patience);
    }
}
