package atoll.server.admin.balance;

import atoll.changeprop.admission.AdmissionCounts;
import atoll.log.EventLog;
import atoll.log.LogRecord;
import atoll.log.TopicPartition;
import atoll.log.TopicSpec;
import atoll.server.admin.ports.AdminPorts;
import atoll.server.admin.ports.Work;
import atoll.work.DeliveryCodec;
import atoll.work.DeliveryLog;
import atoll.work.ledger.state.State;
import atoll.work.owner.WorkView;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// Takes the balance of every stream.
///
/// Log, admission and ledger are read one after the other while all of them go on, so that one reading may catch an
/// event
/// between two of them. Such a difference is gone in another reading a moment later; one that stays is real.
public final class Balances {
    private static final int READINGS = 20;
    private static final Duration BETWEEN = Duration.ofMillis(10);
    private static final int READ_RECORDS = 1_000;
    private static final long READ_BYTES = 4L << 20;
    /// More deliveries than this on their way are not looked at one by one.
    private static final int MOST_ON_THE_WAY = 50_000;

    private final AdminPorts ports;

    public Balances(AdminPorts ports) {
        this.ports = ports;
    }

    /// By topic; each stream is as in the reading in which its difference was smallest.
    public Map<String, Balance> take() throws InterruptedException {
        Map<String, Balance> best = reading();
        for (int i = 1; i < READINGS && isOff(best); i++) {
            ports.time().sleep(BETWEEN);
            reading().forEach((topic, balance) -> best.merge(topic, balance, Balances::better));
        }
        return best;
    }

    private static boolean isOff(Map<String, Balance> balances) {
        return balances.values().stream().anyMatch(balance -> balance.difference() != 0);
    }

    private static Balance better(Balance earlier, Balance later) {
        return later.difference() <= earlier.difference() ? later : earlier;
    }

    private Map<String, Balance> reading() throws InterruptedException {
        Work.Snapshot snapshot = ports.work().snapshot();
        Map<String, Map<State, Long>> states = new HashMap<>();
        for (WorkView.QueueRow row : snapshot.rows()) {
            Map<State, Long> counts = states.computeIfAbsent(row.key().topic(), _ -> new EnumMap<>(State.class));
            row.counts().forEach((state, count) -> counts.merge(state, count, Long::sum));
        }
        TreeSet<String> topics = new TreeSet<>(ports.eventTopics());
        topics.addAll(states.keySet());
        List<String> admitted = ports.admissions().topics();
        topics.addAll(admitted);
        Map<String, AdmissionCounts> counts = new HashMap<>();
        Map<String, Long> unread = new HashMap<>();
        for (String topic : topics) {
            boolean isKnown = admitted.contains(topic);
            counts.put(topic, isKnown ? ports.admissions().counts(topic) : AdmissionCounts.NONE);
            unread.put(topic, isKnown ? ports.admissions().unread(topic) : kept(topic));
        }
        Map<String, Long> onTheWay = onTheWay(snapshot.consumedTo());
        Map<String, Balance> balances = new TreeMap<>();
        for (String topic : topics) {
            balances.put(
                    topic,
                    new Balance(
                            accepted(topic),
                            counts.getOrDefault(topic, AdmissionCounts.NONE),
                            unread.getOrDefault(topic, 0L),
                            states.getOrDefault(topic, Map.of()),
                            onTheWay.getOrDefault(topic, 0L)));
        }
        return balances;
    }

    /// Offsets begin at zero and have no gaps.
    private long accepted(String topic) {
        long sum = 0;
        for (int partition = 0; partition < partitions(topic); partition++) {
            sum += ports.log().range(new TopicPartition(topic, partition)).next();
        }
        return sum;
    }

    private long kept(String topic) {
        long sum = 0;
        for (int partition = 0; partition < partitions(topic); partition++) {
            EventLog.OffsetRange range = ports.log().range(new TopicPartition(topic, partition));
            sum += range.next() - range.first();
        }
        return sum;
    }

    private int partitions(String topic) {
        return ports.log().topic(topic).map(TopicSpec::partitions).orElse(0);
    }

    private Map<String, Long> onTheWay(Map<Integer, Long> consumedTo) {
        Map<String, Long> byTopic = new HashMap<>();
        int looked = 0;
        for (Map.Entry<Integer, Long> consumed : consumedTo.entrySet()) {
            TopicPartition partition = new TopicPartition(DeliveryLog.TOPIC, consumed.getKey());
            long offset = consumed.getValue();
            long end = ports.log().range(partition).next();
            while (offset < end && looked < MOST_ON_THE_WAY) {
                for (LogRecord record : ports.log().read(partition, offset, READ_RECORDS, READ_BYTES)) {
                    byTopic.merge(DeliveryCodec.read(record).source().topic(), 1L, Long::sum);
                    offset = record.offset() + 1;
                    looked++;
                }
            }
        }
        return byTopic;
    }
}
