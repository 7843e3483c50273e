package atoll.changeprop.intake;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.time.Deadline;
import atoll.changeprop.intake.stream.EventClass;
import atoll.changeprop.intake.stream.StreamCatalog;
import atoll.log.EventLog;
import atoll.log.TopicPartition;
import atoll.log.TopicSpec;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// The topics of an intake, created when the first event comes, up to a limit. Safe for use by many threads.
final class IntakeTopics {
    private final EventLog log;
    private final String prefix;
    private final int limit;
    private final Map<String, Integer> partitions = new ConcurrentHashMap<>();
    // Counted once and then kept, because a producer can ask for a new topic with every event.
    private final AtomicInteger taken = new AtomicInteger();

    IntakeTopics(EventLog log, String datacenter, int limit) {
        this.log = log;
        this.prefix = datacenter + ".";
        this.limit = limit;
        taken.set((int)
                log.topics().stream().filter(topic -> topic.startsWith(prefix)).count());
    }

    /// The topic of a stream, created if it is absent.
    ///
    /// @throws AtollException LIMITED if there are too many topics; whatever the log throws
    String topic(String stream, StreamCatalog.Found found, Deadline deadline) throws InterruptedException {
        String topic = prefix + stream;
        if (!partitions.containsKey(topic)) {
            if (log.topic(topic).isEmpty() && !hasRoom(stream, found)) {
                throw new AtollException(
                        ErrorKind.LIMITED,
                        "stream '" + stream + "' would need a topic, but there are as many as allowed (" + limit
                                + "); raise 'topics' or name the stream under 'streams'");
            }
            create(topic, found.config().topic(), deadline);
        }
        return topic;
    }

    /// A topic of Atoll's own, created whatever the limit.
    String own(String stream, TopicSpec spec, Deadline deadline) throws InterruptedException {
        String topic = prefix + stream;
        if (!partitions.containsKey(topic)) {
            create(topic, spec, deadline);
        }
        return topic;
    }

    /// The partition in which events with this order key stay in order.
    TopicPartition partition(String topic, String order) {
        int count = partitions.getOrDefault(topic, 1);
        return new TopicPartition(topic, count == 1 ? 0 : Math.floorMod(order.hashCode() * 0x9E3779B9, count));
    }

    private boolean hasRoom(String stream, StreamCatalog.Found found) {
        boolean ordinary = EventClass.ofStream(stream) == EventClass.ORDINARY;
        return found.named() || taken.get() < (ordinary ? limit / 5 * 4 : limit);
    }

    /// An existing topic keeps its number of partitions and gets the configured retention.
    private void create(String topic, TopicSpec wanted, Deadline deadline) throws InterruptedException {
        var existing = log.topic(topic);
        int count = existing.map(TopicSpec::partitions).orElse(wanted.partitions());
        log.createTopic(topic, new TopicSpec(count, wanted.retentionAge(), wanted.retentionBytes()), deadline);
        if (partitions.put(topic, count) == null && existing.isEmpty()) {
            taken.incrementAndGet();
        }
    }
}
