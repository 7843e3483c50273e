package atoll.work.owner;

import atoll.work.Delivery;
import atoll.work.DeliveryId;
import atoll.work.ledger.LedgerQueries;
import atoll.work.ledger.state.CountKey;
import atoll.work.ledger.state.Counts;
import atoll.work.ledger.state.Entry;
import atoll.work.ledger.state.LaneKey;
import atoll.work.ledger.state.PauseKey;
import atoll.work.ledger.state.State;
import atoll.work.queue.FairQueue;
import atoll.work.queue.Lane;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What can be asked of the work engine, for [WorkOwner#ask]. Answers are copies, except the entries in them, which go
/// on changing: take what you need while you ask.
public final class WorkView {
    /// Entries looked at for one listing at most.
    private static final int LOOKED_AT = 20_000;

    private static final int LANES_LOOKED_AT = 1_000;

    private final Map<Integer, OwnedPartition> partitions;
    private final Attempts attempts;
    private final Claims claims;

    WorkView(Map<Integer, OwnedPartition> partitions, Attempts attempts, Claims claims) {
        this.partitions = partitions;
        this.attempts = attempts;
        this.claims = claims;
    }

    /// How many deliveries of one kind are in each state.
    public record QueueRow(CountKey key, Map<State, Long> counts) {}

    /// What a rule has of its slots.
    public record Slots(int inUse, int concurrency) {}

    /// A lane that may not go, and why.
    public record Held(LaneKey lane, long deliveries, String reason) {}

    /// A delivery with its id.
    public record Found(DeliveryId id, Entry entry) {}

    public List<QueueRow> queue() {
        return queue(_ -> true);
    }

    /// Of the kinds that are wanted.
    public List<QueueRow> queue(Predicate<CountKey> wanted) {
        Map<CountKey, Map<State, Long>> rows = new HashMap<>();
        for (OwnedPartition partition : partitions.values()) {
            for (Map.Entry<CountKey, Counts> counted :
                    partition.ledger.queries().counts().entrySet()) {
                if (!wanted.test(counted.getKey())) {
                    continue;
                }
                Map<State, Long> row = rows.computeIfAbsent(counted.getKey(), _ -> new HashMap<>());
                counted.getValue().asMap().forEach((state, count) -> row.merge(state, count, Long::sum));
            }
        }
        List<QueueRow> queue = new ArrayList<>(rows.size());
        rows.forEach((key, counts) -> queue.add(new QueueRow(key, counts)));
        return queue;
    }

    /// As [#queue], but all wikis together: the keys have no wiki. For who asks often.
    public List<QueueRow> queueOfAllWikis() {
        Map<CountKey, Counts> sums = new HashMap<>();
        for (OwnedPartition partition : partitions.values()) {
            partition.ledger.queries().counts().forEach((key, counts) -> {
                CountKey together = new CountKey(key.topic(), key.rule(), key.type(), "");
                sums.computeIfAbsent(together, _ -> new Counts()).add(counts);
            });
        }
        List<QueueRow> rows = new ArrayList<>(sums.size());
        sums.forEach((key, counts) -> rows.add(new QueueRow(key, counts.asMap())));
        return rows;
    }

    /// By rule; only rules that have or had work.
    public Map<String, Slots> slots() {
        Map<String, Slots> slots = new HashMap<>();
        claims.queues().forEach((rule, queue) -> slots.put(rule, new Slots(queue.inUse(), queue.concurrency())));
        return slots;
    }

    /// By type, since when the oldest delivery that is ready or under way has been due. Looks at a bounded number of
    /// lanes.
    public Map<String, Instant> dueSince() {
        Map<String, Instant> oldest = new HashMap<>();
        for (InFlight claim : attempts.all()) {
            Delivery delivery = claim.attempt().delivery();
            oldest.merge(delivery.type(), delivery.dueSince(), WorkView::earliest);
        }
        int looked = 0;
        for (FairQueue queue : claims.queues().values()) {
            for (Lane lane : queue.lanes()) {
                Delivery first = lane.size() > 0 && looked++ < LANES_LOOKED_AT ? firstOf(lane) : null;
                if (first != null) {
                    oldest.merge(first.type(), first.dueSince(), WorkView::earliest);
                }
            }
        }
        return oldest;
    }

    private static Instant earliest(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /// Lanes that wait for a pause to end, for a URL, for a rule.
    public List<Held> held() {
        List<Held> held = new ArrayList<>();
        for (FairQueue queue : claims.queues().values()) {
            if (queue.concurrency() == 0) {
                orphaned(queue, held);
            } else {
                for (Lane lane : queue.waiting()) {
                    String reason = lane.waitsFor();
                    held.add(new Held(lane.key(), lane.size(), reason == null ? "" : reason));
                }
            }
        }
        return held;
    }

    private static void orphaned(FairQueue queue, List<Held> held) {
        for (Lane lane : queue.lanes()) {
            if (lane.size() > 0) {
                String reason = "rule '" + lane.key().rule() + "' is not loaded; bring it back, or drop these";
                held.add(new Held(lane.key(), lane.size(), reason));
            }
        }
    }

    public Map<PauseKey, Instant> pauses() {
        return claims.pauses().present();
    }

    public int inFlight() {
        return attempts.all().size();
    }

    public @Nullable Found find(DeliveryId id) {
        OwnedPartition partition = partitions.get(id.partition());
        Entry entry = partition == null ? null : partition.ledger.queries().entry(id);
        return entry == null ? null : new Found(id, entry);
    }

    /// The deliveries of an event, for all rules.
    public List<Found> ofEvent(String eventId, int limit) {
        List<Found> found = new ArrayList<>();
        for (Map.Entry<Integer, OwnedPartition> partition : partitions.entrySet()) {
            for (Entry entry : partition.getValue().ledger.queries().ofEvent(eventId, limit)) {
                found.add(new Found(new DeliveryId(partition.getKey(), entry.offset()), entry));
            }
        }
        return found;
    }

    /// Dead letters, oldest first in each partition.
    public List<Found> dead(int limit) {
        List<Found> found = new ArrayList<>();
        for (Map.Entry<Integer, OwnedPartition> partition : partitions.entrySet()) {
            for (Entry entry : partition.getValue().ledger.queries().dead(0, limit - found.size())) {
                found.add(new Found(new DeliveryId(partition.getKey(), entry.offset()), entry));
            }
        }
        return found;
    }

    /// Where each owned partition stands in the delivery topic: what was handed over before is in [#queue].
    public Map<Integer, Long> consumedTo() {
        Map<Integer, Long> consumed = new TreeMap<>();
        partitions.forEach((number, partition) -> consumed.put(number, partition.ledger.consumedTo()));
        return consumed;
    }

    /// Deliveries of one partition from an offset on, in order, for reading page by page; empty for a partition that is
    /// not owned.
    ///
    /// @param deadOnly only dead letters, found without looking at the others
    public List<Found> page(int number, long fromOffset, boolean deadOnly, int limit) {
        OwnedPartition partition = partitions.get(number);
        if (partition == null) {
            return List.of();
        }
        LedgerQueries queries = partition.ledger.queries();
        List<Entry> entries = deadOnly ? queries.dead(fromOffset, limit) : queries.from(fromOffset, limit);
        return entries.stream()
                .map(entry -> new Found(new DeliveryId(number, entry.offset()), entry))
                .toList();
    }

    /// Deliveries that match, oldest first in each partition; looks at a bounded number.
    public List<Found> list(Predicate<Entry> wanted, int limit) {
        List<Found> found = new ArrayList<>();
        for (Map.Entry<Integer, OwnedPartition> partition : partitions.entrySet()) {
            for (Entry entry : partition.getValue().ledger.queries().from(0, LOOKED_AT)) {
                if (found.size() == limit) {
                    return found;
                }
                if (wanted.test(entry)) {
                    found.add(new Found(new DeliveryId(partition.getKey(), entry.offset()), entry));
                }
            }
        }
        return found;
    }

    /// When the oldest delivery that is ready or under way was received; null if there is none.
    public @Nullable Instant oldest() {
        Instant oldest = null;
        for (InFlight claim : attempts.all()) {
            oldest = earlier(oldest, claim.attempt().delivery().received());
        }
        int looked = 0;
        for (FairQueue queue : claims.queues().values()) {
            for (Lane lane : queue.lanes()) {
                if (lane.size() > 0 && looked++ < LANES_LOOKED_AT) {
                    Delivery first = firstOf(lane);
                    oldest = earlier(oldest, first == null ? null : first.received());
                }
            }
        }
        return oldest;
    }

    private @Nullable Delivery firstOf(Lane lane) {
        OwnedPartition partition = partitions.get(lane.partition());
        if (partition == null || partition.mustRefold()) {
            return null;
        }
        long offset = lane.first(claims::readyOf).offset();
        Entry entry = partition.ledger.queries().entry(new DeliveryId(lane.partition(), offset));
        return entry == null ? null : entry.delivery();
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return earliest(one, other);
    }
}
