package atoll.work.ledger.state;

import atoll.base.error.Check;
import atoll.index.OrderedIndex;
import atoll.work.Delivery;
import atoll.work.LimitKey;
import atoll.work.Root;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The state of one partition as it is kept: an [Overlay] over the ordered index and a cache of entries. Knows keys and
/// encodings, and nothing of what decisions mean ([LedgerState] does). Not thread-safe.
public final class View {
    /// Entries kept decoded between two writes; the rest is read back when needed.
    private static final int ENTRIES_KEPT = 4096;
    /// Bytes of events kept in memory until they are claimed; the rest is read from the delivery topic.
    private static final long EVENT_BYTES_KEPT = 16L << 20;
    private static final int ALL = Integer.MAX_VALUE - 64;

    private final Keys keys;
    private final OrderedIndex index;
    private final Overlay overlay;
    private final WaitingKeys waiting;
    private final Map<Long, Entry> entries = new HashMap<>();
    private final Map<Long, Entry> changed = new HashMap<>();
    private final Map<CountKey, Counts> counts = new HashMap<>();
    private final Map<CountKey, Counts> changedCounts = new HashMap<>();
    private long eventBytesKept;
    /// No delivery is carried in an earlier ledger record.
    private long carriedFrom;

    public View(int partition, OrderedIndex index) {
        this.keys = new Keys(partition);
        this.index = index;
        this.overlay = new Overlay(index, Keys::isWalked);
        this.waiting = new WaitingKeys(keys, overlay);
        for (OrderedIndex.Entry stored : scanAll('n')) {
            String[] texts = Keys.textsIn(stored.key());
            counts.put(new CountKey(texts[0], texts[1], texts[2], texts[3]), Counts.decode(stored.value()));
        }
    }

    /// @param ledgerNext the first ledger offset that is not folded into the view
    /// @param consumedTo the first delivery that is not admitted
    public record Watermark(long ledgerNext, long consumedTo) {}

    public Watermark watermark() {
        byte[] stored = index.get(keys.watermark());
        return stored == null ? new Watermark(0, 0) : new Watermark(Keys.longAt(stored, 0), Keys.longAt(stored, 8));
    }

    /// Removes all that is stored of a partition.
    public static void clear(int partition, OrderedIndex index) {
        Keys keys = new Keys(partition);
        index.deleteRange(keys.partitionFrom(), keys.partitionTo());
    }

    /// How many changes wait to be written.
    public int unwritten() {
        return overlay.size() + changed.size();
    }

    /// Writes everything down together with the watermark.
    public void write(Watermark watermark) {
        for (Entry entry : changed.values()) {
            overlay.put(keys.entry(entry.offset()), entry.encode());
        }
        for (Map.Entry<CountKey, Counts> count : changedCounts.entrySet()) {
            overlay.put(keys.counts(count.getKey()), count.getValue().encode());
        }
        byte[] mark = new byte[16];
        Keys.putLong(mark, 0, watermark.ledgerNext);
        Keys.putLong(mark, 8, watermark.consumedTo);
        overlay.put(keys.watermark(), mark);
        overlay.write();
        changed.clear();
        changedCounts.clear();
        forgetColdEntries();
    }

    private void forgetColdEntries() {
        entries.values().removeIf(entry -> {
            boolean cold =
                    entry.state != State.CLAIMED && (entry.state != State.READY || entries.size() > ENTRIES_KEPT);
            if (cold) {
                takeEvent(entry);
            }
            return cold;
        });
    }

    @Nullable
    public Entry entry(long offset) {
        Entry known = entries.get(offset);
        if (known != null) {
            return known;
        }
        byte[] stored = overlay.get(keys.entry(offset));
        if (stored == null) {
            return null;
        }
        Entry entry = Entry.decode(offset, stored);
        entries.put(offset, entry);
        return entry;
    }

    public Entry existing(long offset) {
        Entry entry = entry(offset);
        if (entry == null) {
            throw new AssertionError("no entry for delivery " + offset);
        }
        return entry;
    }

    /// The first delivery of the same event for the same rule and wiki, if there is one.
    @Nullable
    public Long firstOfEvent(Delivery delivery) {
        byte[] stored = overlay.get(keys.event(delivery.eventId(), delivery.rule(), delivery.wiki()));
        return stored == null ? null : Keys.longAt(stored, 0);
    }

    public Twin twin(Delivery delivery) {
        byte[] stored = overlay.get(twinKey(delivery));
        return stored == null ? Twin.UNKNOWN : Twin.decode(stored);
    }

    @Nullable
    public Instant newestRoot(Delivery delivery, Root root) {
        byte[] stored = overlay.get(keys.root(delivery.rule(), delivery.wiki(), root.signature()));
        return stored == null ? null : Instant.ofEpochMilli(Keys.longAt(stored, 0));
    }

    public Failures failures(String wiki, LimitKey limit) {
        byte[] stored = overlay.get(keys.failures(wiki, limit));
        return stored == null ? Failures.NONE : Failures.decode(stored);
    }

    /// Offsets of the deliveries of an event id, for any rule and wiki.
    public List<Long> deliveriesOf(String eventId, int limit) {
        byte[] from = keys.eventFrom(eventId);
        byte[] to = from.clone();
        to[to.length - 1] = 1;
        return overlay.scan(from, to, limit).stream()
                .map(found -> Keys.longAt(found.value(), 0))
                .toList();
    }

    /// A lane's ready deliveries behind a place, in order.
    public List<Ready> readyOf(LaneKey lane, Ready behind, int limit) {
        byte[] from = keys.ready(lane, behind.order(), behind.offset() + 1);
        byte[] to = keys.lanePrefix(lane);
        to[to.length - 1] = 1;
        List<Ready> found = new ArrayList<>();
        for (OrderedIndex.Entry ready : overlay.scan(from, to, limit)) {
            found.add(new Ready(Keys.orderIn(ready.key()), Keys.lastNumberIn(ready.key())));
        }
        return found;
    }

    /// Deliveries whose time has come, earliest first.
    public List<Long> dueBy(Instant now, int limit) {
        return waiting.dueBy(now, limit);
    }

    /// When the next waiting delivery is due, if any waits.
    @Nullable
    public Instant nextDue() {
        return waiting.nextDue();
    }

    public List<Long> claimed() {
        return overlay.scan(keys.from('c'), keys.to('c'), ALL).stream()
                .map(found -> Keys.numberIn(found.key()))
                .toList();
    }

    public List<Long> dead(long fromOffset, int limit) {
        return overlay.scan(keys.dead(fromOffset), keys.to('d'), limit).stream()
                .map(found -> Keys.numberIn(found.key()))
                .toList();
    }

    /// Deliveries that were carried, in the order they were last carried in.
    public List<Long> carriedFirst(int limit) {
        List<OrderedIndex.Entry> found = overlay.scan(keys.carried(carriedFrom, 0), keys.to('b'), limit);
        if (!found.isEmpty()) {
            carriedFrom = Keys.numberIn(found.getFirst().key());
        }
        return found.stream().map(key -> Keys.lastNumberIn(key.key())).toList();
    }

    /// Stored and cached entries from an offset on, in offset order.
    public List<Entry> entriesFrom(long fromOffset, int limit) {
        List<Entry> found = new ArrayList<>();
        for (long offset : entryOffsets(fromOffset, limit)) {
            found.add(existing(offset));
        }
        return found;
    }

    private List<Long> entryOffsets(long fromOffset, int limit) {
        TreeSet<Long> offsets = new TreeSet<>();
        for (OrderedIndex.Entry stored : overlay.scan(keys.entry(fromOffset), keys.to('e'), limit)) {
            offsets.add(Keys.numberIn(stored.key()));
        }
        for (long offset : changed.keySet()) {
            if (offset >= fromOffset) {
                offsets.add(offset);
            }
        }
        return offsets.stream().limit(limit).toList();
    }

    public Map<CountKey, Counts> counts() {
        return counts;
    }

    /// Pauses that were recorded, with their ends; the rule is empty where the whole wiki is paused.
    public Map<PauseKey, Instant> pauses() {
        Map<PauseKey, Instant> found = new HashMap<>();
        for (OrderedIndex.Entry stored : scanAll('p')) {
            String[] texts = Keys.textsIn(stored.key());
            found.put(new PauseKey(texts[0], texts[1]), Instant.ofEpochMilli(Keys.longAt(stored.value(), 0)));
        }
        return found;
    }

    private List<OrderedIndex.Entry> scanAll(char kind) {
        return overlay.scan(keys.from(kind), keys.to(kind), ALL);
    }

    // ---- changing --------------------------------------------------------------------------------------------------

    void putNew(Entry entry, byte @Nullable [] event) {
        entries.put(entry.offset(), entry);
        changed.put(entry.offset(), entry);
        if (event != null && eventBytesKept + event.length <= EVENT_BYTES_KEPT) {
            entry.event = event;
            eventBytesKept += event.length;
        }
    }

    void changed(Entry entry) {
        entries.put(entry.offset(), entry);
        changed.put(entry.offset(), entry);
    }

    /// Takes the event's bytes out of memory, if they are there.
    public byte @Nullable [] takeEvent(Entry entry) {
        byte[] event = entry.event;
        if (event != null) {
            entry.event = null;
            eventBytesKept -= event.length;
        }
        return event;
    }

    void count(Entry entry, long change) {
        CountKey key = CountKey.of(entry.delivery());
        Counts counted = counts.computeIfAbsent(key, _ -> new Counts());
        counted.add(entry.state, change);
        Check.state(counted.of(entry.state) >= 0, "a negative count of " + entry.state + " for " + key);
        changedCounts.put(key, counted);
    }

    /// Sets the counts of final states; those of others stay.
    void restateEnded(Map<CountKey, Map<State, Long>> ended) {
        ended.keySet().forEach(key -> counts.computeIfAbsent(key, _ -> new Counts()));
        counts.forEach((key, counted) -> {
            counted.restateEnded(ended.getOrDefault(key, Map.of()));
            changedCounts.put(key, counted);
        });
    }

    void carried(Entry entry, long ledgerOffset, Instant at) {
        deleteCarried(entry);
        entry.carriedIn = ledgerOffset;
        entry.carriedAt = at;
        overlay.putFresh(keys.carried(ledgerOffset, entry.offset()), Keys.NOTHING);
        changed(entry);
    }

    private void deleteCarried(Entry entry) {
        if (entry.carriedIn != Entry.NOT_CARRIED) {
            overlay.delete(keys.carried(entry.carriedIn, entry.offset()));
        }
    }

    void putEvent(Delivery delivery, long offset) {
        overlay.put(keys.event(delivery.eventId(), delivery.rule(), delivery.wiki()), Keys.ofLong(offset));
    }

    void putTwin(Delivery delivery, Twin twin) {
        overlay.put(twinKey(delivery), twin.encode());
    }

    void putRoot(Delivery delivery, Root root) {
        overlay.put(
                keys.root(delivery.rule(), delivery.wiki(), root.signature()),
                Keys.ofLong(root.at().toEpochMilli()));
    }

    void putFailures(String wiki, LimitKey limit, Failures failures) {
        overlay.put(keys.failures(wiki, limit), failures.encode());
    }

    void putPause(PauseKey paused, Instant until) {
        overlay.put(keys.pause(paused.rule(), paused.wiki()), Keys.ofLong(until.toEpochMilli()));
    }

    void putReady(Entry entry) {
        overlay.putFresh(readyKey(entry), Keys.NOTHING);
    }

    void deleteReady(Entry entry) {
        overlay.delete(readyKey(entry));
    }

    void putWaiting(Entry entry) {
        waiting.put(entry);
    }

    void deleteWaiting(Entry entry) {
        waiting.delete(entry);
    }

    void putClaimed(Entry entry) {
        overlay.putFresh(keys.claimed(entry.offset()), Keys.NOTHING);
    }

    void deleteClaimed(Entry entry) {
        overlay.delete(keys.claimed(entry.offset()));
    }

    void putDead(Entry entry) {
        overlay.putFresh(keys.dead(entry.offset()), Keys.NOTHING);
    }

    void deleteDead(Entry entry) {
        overlay.delete(keys.dead(entry.offset()));
    }

    /// Forgets a finished delivery and what points to it.
    public void forget(Entry entry) {
        Delivery delivery = entry.delivery();
        Long first = firstOfEvent(delivery);
        if (first != null && first == entry.offset()) {
            overlay.delete(keys.event(delivery.eventId(), delivery.rule(), delivery.wiki()));
        }
        Instant claimedAt = entry.claimedAt;
        if (delivery.dedupKey() != null && claimedAt != null) {
            Twin twin = twin(delivery);
            if (twin.pending() == Twin.NONE && twin.lastStart() <= claimedAt.toEpochMilli()) {
                overlay.delete(twinKey(delivery));
            }
        }
        Instant changedAt = entry.changedAt;
        for (LimitKey limit : delivery.limits()) {
            if (changedAt != null && failures(delivery.wiki(), limit).lastMillis() <= changedAt.toEpochMilli()) {
                overlay.delete(keys.failures(delivery.wiki(), limit));
            }
        }
        takeEvent(entry);
        deleteCarried(entry);
        overlay.delete(keys.entry(entry.offset()));
        entries.remove(entry.offset());
        changed.remove(entry.offset());
    }

    private byte[] readyKey(Entry entry) {
        return keys.ready(LaneKey.of(entry.delivery()), entry.order, entry.offset());
    }

    private byte[] twinKey(Delivery delivery) {
        String dedupKey = delivery.dedupKey();
        Check.state(dedupKey != null, "a twin without a deduplication key");
        return keys.twin(delivery.rule(), delivery.wiki(), delivery.type(), dedupKey == null ? "" : dedupKey);
    }
}
