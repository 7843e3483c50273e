package atoll.changeprop.intake;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.changeprop.intake.stream.EventClass;
import atoll.changeprop.intake.stream.StreamCatalog;
import atoll.log.EventLog;
import atoll.log.TopicPartition;
import atoll.log.TopicSpec;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The topics of an intake, created when the first event comes, up to a limit. Safe for use by many threads.
final class IntakeTopics {
    private final EventLog log;
    private final String prefix;
    private final int limit;
    private final Map<String, Integer> partitions = new ConcurrentHashMap<>();

    IntakeTopics(EventLog log, String datacenter, int limit) {
        this.log = log;
        this.prefix = datacenter + ".";
        this.limit = limit;
    }

    /// The topic of a stream, created if it is absent.
    ///
    /// @throws AtollException LIMITED if there are too many topics; whatever the log throws
    String topic(String stream, StreamCatalog.Found found) {
        String topic = prefix + stream;
        if (!partitions.containsKey(topic)) {
            int free = log.topic(topic).isPresent() ? 1 : room(stream, found);
            if (free <= 0) {
                throw new AtollException(
                        ErrorKind.LIMITED,
                        "stream '" + stream + "' would need a topic, but there are as many as allowed (" + limit
                                + "); raise 'topics' or name the stream under 'streams'");
            }
            create(topic, found.config().topic());
        }
        return topic;
    }

    /// Creates a topic that does not count towards the limit.
    String own(String stream, TopicSpec spec) {
        String topic = prefix + stream;
        if (!partitions.containsKey(topic)) {
            create(topic, spec);
        }
        return topic;
    }

    /// The partition in which events with this order key stay in order.
    TopicPartition partition(String topic, String order) {
        int count = partitions.getOrDefault(topic, 1);
        return new TopicPartition(topic, count == 1 ? 0 : Math.floorMod(order.hashCode() * 0x9E3779B9, count));
    }

    private int room(String stream, StreamCatalog.Found found) {
        if (found.named()) {
            return 1;
        }
        long taken =
                log.topics().stream().filter(topic -> topic.startsWith(prefix)).count();
        boolean ordinary = EventClass.ofStream(stream) == EventClass.ORDINARY;
        return (int) ((ordinary ? limit / 5 * 4 : limit) - taken);
    }

    /// An existing topic keeps its number of partitions and gets the configured retention.
    private void create(String topic, TopicSpec wanted) {
        int count = log.topic(topic).map(TopicSpec::partitions).orElse(wanted.partitions());
        log.createTopic(topic, new TopicSpec(count, wanted.retentionAge(), wanted.retentionBytes()));
        partitions.put(topic, count);
    }
}
