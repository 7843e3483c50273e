package atoll.log.memory;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.log.TopicPartition;
import atoll.log.TopicRules;
import atoll.log.TopicSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The topics and their partitions. Guarded by the log's lock.
final class MemoryTopics {
    private final Map<String, Topic> topics = new TreeMap<>();

    private record Topic(TopicSpec spec, List<MemoryPartition> partitions) {}

    /// Creates the topic, or gives it another retention.
    void put(String topic, TopicSpec spec) {
        TopicRules.check(topic, spec);
        Topic present = topics.get(topic);
        if (present != null && present.spec.partitions() != spec.partitions()) {
            throw new AtollException(
                    ErrorKind.CONFLICT,
                    "topic '" + topic + "' has " + present.spec.partitions() + " partitions, not " + spec.partitions()
                            + ": the number cannot be changed");
        }
        topics.put(topic, new Topic(spec, present == null ? partitionsOf(topic, spec) : present.partitions));
    }

    private static List<MemoryPartition> partitionsOf(String topic, TopicSpec spec) {
        List<MemoryPartition> partitions = new ArrayList<>();
        for (int i = 0; i < spec.partitions(); i++) {
            partitions.add(new MemoryPartition(new TopicPartition(topic, i)));
        }
        return partitions;
    }

    Optional<TopicSpec> spec(String topic) {
        return Optional.ofNullable(topics.get(topic)).map(Topic::spec);
    }

    List<String> names() {
        return List.copyOf(topics.keySet());
    }

    MemoryPartition partition(TopicPartition partition) {
        Topic topic = topics.get(partition.topic());
        if (topic == null) {
            throw new AtollException(ErrorKind.NOT_FOUND, "topic '" + partition.topic() + "' does not exist");
        }
        if (partition.partition() < 0 || partition.partition() >= topic.spec.partitions()) {
            throw new AtollException(
                    ErrorKind.NOT_FOUND,
                    "topic '" + partition.topic() + "' has no partition '" + partition.partition() + "': it has "
                            + topic.spec.partitions());
        }
        return topic.partitions.get(partition.partition());
    }

    /// Drops what the topics' retention lets go.
    void retain(long nowMillis) {
        for (Topic topic : topics.values()) {
            topic.partitions.forEach(partition -> partition.retain(topic.spec, nowMillis));
        }
    }
}
