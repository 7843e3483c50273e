package atoll.changeprop.admission;

import atoll.changeprop.rule.RuleSet;
import atoll.log.CommittedOffset;
import atoll.log.EventLog;
import atoll.log.TopicPartition;
import atoll.log.TopicSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The streams of the local datacenter and where admission stands in each. Stepped by one thread; what is durable may
/// be
/// asked for by any.
final class Streams {
    private final EventLog log;
    private final String prefix;
    private final List<StreamReader> readers = new ArrayList<>();
    private final Set<String> known = new HashSet<>();
    private final Map<TopicPartition, Durable> durable = new ConcurrentHashMap<>();

    /// Where a stream stands on disk.
    private record Durable(long next, AdmissionCounts counts) {}

    Streams(EventLog log, String prefix) {
        this.log = log;
        this.prefix = prefix;
    }

    List<StreamReader> readers() {
        return readers;
    }

    /// Forgets positions, so that [#discover] takes them from the log.
    void forget() {
        readers.clear();
        known.clear();
    }

    /// Takes up streams that are new. True if there were any.
    ///
    /// A stream without a position is read from its earliest record: what came before it was noticed counts.
    boolean discover(RuleSet rules) {
        boolean found = false;
        for (String topic : log.topics()) {
            if (!topic.startsWith(prefix) || topic.startsWith(Admission.INTERNAL) || known.contains(topic)) {
                continue;
            }
            Optional<TopicSpec> spec = log.topic(topic);
            if (spec.isPresent()) {
                take(topic, spec.get().partitions(), rules);
                found = true;
            }
        }
        return found;
    }

    private void take(String topic, int partitions, RuleSet rules) {
        known.add(topic);
        String stream = topic.substring(prefix.length());
        for (int number = 0; number < partitions; number++) {
            TopicPartition partition = new TopicPartition(topic, number);
            Optional<CommittedOffset> committed = log.committed(Admission.GROUP, partition);
            long next = committed.isPresent()
                    ? committed.get().nextOffset()
                    : log.range(partition).first();
            AdmissionCounts counts = committed.isPresent()
                    ? AdmissionCounts.ofMetadata(committed.get().metadata())
                    : AdmissionCounts.NONE;
            readers.add(new StreamReader(partition, stream, next, counts, rules.reading(stream)));
            durable.put(partition, new Durable(next, counts));
        }
    }

    void use(RuleSet rules) {
        readers.forEach(reader -> reader.use(rules.reading(reader.stream())));
    }

    /// The moves are durable.
    void moved(List<Draft.Move> moves) {
        for (Draft.Move move : moves) {
            AdmissionCounts counts = move.total();
            move.reader().moveTo(move.next(), counts);
            durable.put(move.reader().partition(), new Durable(move.next(), counts));
        }
    }

    AdmissionCounts counts(String topic) {
        AdmissionCounts sum = AdmissionCounts.NONE;
        for (Map.Entry<TopicPartition, Durable> entry : durable.entrySet()) {
            if (entry.getKey().topic().equals(topic)) {
                sum = sum.plus(entry.getValue().counts());
            }
        }
        return sum;
    }

    long unread(String topic) {
        long sum = 0;
        for (Map.Entry<TopicPartition, Durable> entry : durable.entrySet()) {
            if (entry.getKey().topic().equals(topic)) {
                sum += Math.max(
                        0, log.range(entry.getKey()).next() - entry.getValue().next());
            }
        }
        return sum;
    }

    List<String> topics() {
        return durable.keySet().stream()
                .map(TopicPartition::topic)
                .distinct()
                .sorted()
                .toList();
    }
}
