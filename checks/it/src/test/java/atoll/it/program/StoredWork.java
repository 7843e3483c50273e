package atoll.it.program;

import static java.nio.charset.StandardCharsets.UTF_8;

import atoll.base.file.RealDisk;
import atoll.log.EventLog;
import atoll.log.LogRecord;
import atoll.log.TopicPartition;
import atoll.log.TopicSpec;
import atoll.log.embedded.EmbeddedEventLog;
import atoll.log.embedded.EmbeddedLogConfig;
import atoll.work.Delivery;
import atoll.work.DeliveryCodec;
import atoll.work.DeliveryLog;
import atoll.work.ledger.PartitionLedger;
import atoll.work.ledger.state.Decision;
import atoll.work.ledger.state.LedgerBatch;
import atoll.work.ledger.state.State;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// What a stopped program left in its data directory, read without any of its own bookkeeping: stored events,
/// deliveries,
/// and the state that the ledger's decisions add up to.
public final class StoredWork {
    private static final int RECORDS = 1_000;
    private static final long BYTES = 8L << 20;

    private final Map<String, List<String>> events = new TreeMap<>();
    private final List<Stored> deliveries = new ArrayList<>();

    private StoredWork() {}

    /// One delivery.
    public static final class Stored {
        private final Delivery delivery;
        private final byte[] bytes;
        private State state = State.NEW;
        private final List<Decision> decisions = new ArrayList<>();

        private Stored(Delivery delivery, byte[] bytes) {
            this.delivery = delivery;
            this.bytes = bytes;
        }

        public Delivery delivery() {
            return delivery;
        }

        public byte[] bytes() {
            return bytes;
        }

        public State state() {
            return state;
        }

        public List<Decision> decisions() {
            return List.copyOf(decisions);
        }

        /// True if it never has to run because of another delivery.
        public boolean gaveWay() {
            return state == State.DUPLICATE || state == State.SUPERSEDED;
        }

        @Override
        public String toString() {
            return delivery.eventId() + " (" + delivery.type() + "): " + state + " after " + decisions;
        }
    }

    /// Opens the log of a program that does not run, reads everything, closes it.
    public static StoredWork read(Path data) {
        StoredWork work = new StoredWork();
        try (EventLog log = EmbeddedEventLog.open(
                        data.resolve("log"),
                        EmbeddedLogConfig.DEFAULTS,
                        new RealDisk(),
                        Eventually.time(),
                        new SimpleMeterRegistry())
                .start()) {
            for (String topic : log.topics()) {
                if (!topic.startsWith("atoll.")) {
                    List<String> values = work.events.computeIfAbsent(topic, _ -> new ArrayList<>());
                    eachPartition(
                            log, topic, at -> each(log, at, record -> values.add(new String(record.value(), UTF_8))));
                }
            }
            eachPartition(log, DeliveryLog.TOPIC, at -> work.deliveries.addAll(partition(log, at.partition())));
        }
        return work;
    }

    private static void eachPartition(EventLog log, String topic, Consumer<TopicPartition> reader) {
        int partitions = log.topic(topic).map(TopicSpec::partitions).orElse(0);
        for (int i = 0; i < partitions; i++) {
            reader.accept(new TopicPartition(topic, i));
        }
    }

    private static void each(EventLog log, TopicPartition partition, Consumer<LogRecord> reader) {
        EventLog.OffsetRange range = log.range(partition);
        for (long at = range.first(); at < range.next(); ) {
            for (LogRecord record : log.read(partition, at, RECORDS, BYTES)) {
                reader.accept(record);
                at = record.offset() + 1;
            }
        }
    }

    private static List<Stored> partition(EventLog log, int partition) {
        Map<Long, Stored> byOffset = new TreeMap<>();
        each(
                log,
                new TopicPartition(DeliveryLog.TOPIC, partition),
                record -> byOffset.put(record.offset(), new Stored(DeliveryCodec.read(record), record.value())));
        each(
                log,
                new TopicPartition(PartitionLedger.TOPIC, partition),
                record -> LedgerBatch.decode(record.value()).decisions().forEach(decision -> fold(byOffset, decision)));
        return List.copyOf(byOffset.values());
    }

    private static void fold(Map<Long, Stored> byOffset, Decision decision) {
        Stored stored = byOffset.get(decision.offset());
        if (stored == null) {
            throw new AssertionError("the ledger decides delivery " + decision + ", which does not exist");
        }
        stored.decisions.add(decision);
        stored.state = switch (decision) {
            case Decision.Queued _, Decision.Due _, Decision.Postponed _, Decision.Released _, Decision.Replayed _ ->
                State.READY;
            case Decision.Delayed _, Decision.Limited _ -> State.WAITING;
            case Decision.Duplicate _ -> State.DUPLICATE;
            case Decision.Superseded _ -> State.SUPERSEDED;
            case Decision.Abandoned _ -> State.ABANDONED;
            case Decision.Claimed _ -> State.CLAIMED;
            case Decision.Finished finished -> finished.ignored() ? State.IGNORED : State.DONE;
            case Decision.RetryAt _ -> State.RETRY;
            case Decision.Died _ -> State.DEAD;
            case Decision.Dropped _ -> State.DROPPED;
            case Decision.Carried _, Decision.Counted _ -> stored.state;
            case Decision.Folded folded -> {
                Stored older = byOffset.get(folded.older());
                if (older == null) {
                    throw new AssertionError("delivery is folded with one that does not exist: " + decision);
                }
                State place = older.state;
                older.state = State.DUPLICATE;
                older.decisions.add(decision);
                yield place;
            }
        };
    }

    /// The stored events of a topic, in order.
    public List<String> events(String topic) {
        return events.getOrDefault(topic, List.of());
    }

    /// The stored events of all topics whose name contains the text.
    public List<String> eventsOf(String part) {
        return events.entrySet().stream()
                .filter(entry -> entry.getKey().contains(part))
                .flatMap(entry -> entry.getValue().stream())
                .toList();
    }

    public List<Stored> deliveries() {
        return List.copyOf(deliveries);
    }

    public List<Stored> deliveriesOf(String eventId) {
        return deliveries.stream()
                .filter(stored -> stored.delivery().eventId().equals(eventId))
                .toList();
    }

    /// How many deliveries are in each state.
    public Map<State, Long> counts() {
        return deliveries.stream().collect(Collectors.groupingBy(Stored::state, TreeMap::new, Collectors.counting()));
    }

    /// Stored job events minus deliveries that are through or in a known place; zero if nothing is lost.
    public long difference() {
        return eventsOf("mediawiki.job.").size()
                - deliveries.stream()
                        .filter(stored -> stored.state() != State.NEW)
                        .count();
    }
}
