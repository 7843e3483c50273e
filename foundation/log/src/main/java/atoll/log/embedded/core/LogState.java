package atoll.log.embedded.core;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.time.Wakeup;
import atoll.log.CommittedOffset;
import atoll.log.EventLog.OffsetRange;
import atoll.log.TopicPartition;
import atoll.log.TopicSpec;
import atoll.log.embedded.disk.JournalEntry;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/// All that is visible in the log. One lock guards it, so that a batch over many partitions becomes visible at once; it
/// is held for moments only, never across I/O or a signal.
public final class LogState {
    /// Guards everything that the classes [PartitionLog], [Segment], [Tail] and this one hold, except the two maps that
    /// may be read without it.
    final Object lock = new Object();

    final Map<String, Topic> topics = new ConcurrentHashMap<>();
    final Map<String, Long> epochs = new ConcurrentHashMap<>();
    final Map<GroupPartition, CommittedOffset> commits = new HashMap<>();
    final List<Segment> deleted = new ArrayList<>();

    private final Path topicsDirectory;
    private final long tailBytesAtMost;
    private final ArrayDeque<PartitionLog> tailOrder = new ArrayDeque<>();
    private final List<Subscription> subscriptions = new ArrayList<>();
    private long tailBytes;

    public LogState(Path topicsDirectory, long tailBytesAtMost) {
        this.topicsDirectory = topicsDirectory;
        this.tailBytesAtMost = tailBytesAtMost;
    }

    /// A group's position in a partition is kept under this key.
    record GroupPartition(String group, TopicPartition partition) {}

    /// Somebody who wants to know of appends to topics with this prefix. A class, so that equal ones stay two.
    private static final class Subscription {
        private final String prefix;
        private final Wakeup wakeup;

        private Subscription(String prefix, Wakeup wakeup) {
            this.prefix = prefix;
            this.wakeup = wakeup;
        }
    }

    public PartitionLog partition(TopicPartition id) {
        Topic topic = topics.get(id.topic());
        if (topic == null) {
            throw new AtollException(
                    ErrorKind.NOT_FOUND, "topic '" + id.topic() + "' does not exist; create it before using it");
        }
        if (id.partition() < 0 || id.partition() >= topic.partitions.size()) {
            throw new AtollException(
                    ErrorKind.NOT_FOUND,
                    "topic '" + id.topic() + "' has no partition '" + id.partition() + "': it has "
                            + topic.partitions.size());
        }
        return topic.partitions.get(id.partition());
    }

    public Optional<TopicSpec> spec(String topic) {
        return Optional.ofNullable(topics.get(topic)).map(found -> found.spec);
    }

    public List<String> topicNames() {
        return List.copyOf(new TreeSet<>(topics.keySet()));
    }

    /// False if the topic is already as wanted.
    ///
    /// @throws AtollException CONFLICT if it exists with another number of partitions
    public boolean isChange(String topic, TopicSpec wanted) {
        Topic existing = topics.get(topic);
        if (existing != null && existing.partitions.size() != wanted.partitions()) {
            throw Topic.otherPartitions(existing, wanted);
        }
        return existing == null || !existing.spec.equals(wanted);
    }

    /// The epoch of the newest producer of the name, 0 if there was none.
    public long epoch(String producer) {
        return epochs.getOrDefault(producer, 0L);
    }

    public Optional<CommittedOffset> committed(String group, TopicPartition partition) {
        synchronized (lock) {
            return Optional.ofNullable(commits.get(new GroupPartition(group, partition)));
        }
    }

    public OffsetRange range(PartitionLog partition) {
        synchronized (lock) {
            return new OffsetRange(partition.first, partition.next);
        }
    }

    public long sizeInBytes(PartitionLog partition) {
        synchronized (lock) {
            return partition.sizeInBytes();
        }
    }

    /// Whether anything would go if what is before the offset may.
    public boolean canDeleteBefore(PartitionLog partition, long offset) {
        synchronized (lock) {
            return partition.startFor(offset) > partition.first;
        }
    }

    /// Under the lock: makes a durable change visible.
    void apply(JournalEntry entry) {
        switch (entry) {
            case JournalEntry.Commit commit ->
                commits.put(
                        new GroupPartition(
                                commit.commit().group(), commit.commit().partition()),
                        commit.position());
            case JournalEntry.Epoch epoch -> epochs.put(epoch.producer(), epoch.epoch());
            case JournalEntry.TopicSet set -> applyTopic(set);
            case JournalEntry.StartMoved moved ->
                deleted.addAll(partition(moved.partition()).moveStart(moved.first()));
            case JournalEntry.Records records ->
                throw new AssertionError("records of " + records.partition() + " are published as runs");
        }
    }

    /// Under the lock: makes durable records visible.
    void publish(Run run) {
        run.partition.publish(run);
        tailOrder.add(run.partition);
        tailBytes += run.size();
    }

    /// Under the lock: frees memory of the oldest records that are in a segment file.
    void evict() {
        while (tailBytes > tailBytesAtMost && !tailOrder.isEmpty()) {
            PartitionLog partition = tailOrder.getFirst();
            if (partition.tail.get(0).end() > partition.flushed) {
                return;
            }
            tailOrder.removeFirst();
            tailBytes -= partition.tail.removeFirst().size();
        }
    }

    /// Under the lock: all partitions of all topics.
    List<PartitionLog> partitions() {
        List<PartitionLog> all = new ArrayList<>();
        for (Topic topic : topics.values()) {
            all.addAll(topic.partitions);
        }
        return all;
    }

    /// Signals the wakeup at each append to topics with the prefix until what is returned is closed.
    public AutoCloseable subscribe(String topicPrefix, Wakeup wakeup) {
        Subscription subscription = new Subscription(topicPrefix, wakeup);
        synchronized (lock) {
            subscriptions.add(subscription);
            topics.values().forEach(this::listeners);
        }
        return () -> unsubscribe(subscription);
    }

    private void unsubscribe(Subscription subscription) {
        synchronized (lock) {
            subscriptions.remove(subscription);
            topics.values().forEach(this::listeners);
        }
    }

    private void applyTopic(JournalEntry.TopicSet set) {
        Topic topic = topics.get(set.topic());
        if (topic != null) {
            topic.spec = set.spec();
            return;
        }
        Topic created = new Topic(set.topic(), set.spec(), topicsDirectory);
        listeners(created);
        topics.put(set.topic(), created);
    }

    private void listeners(Topic topic) {
        List<Wakeup> wakeups = new ArrayList<>();
        for (Subscription subscription : subscriptions) {
            if (topic.name.startsWith(subscription.prefix)) {
                wakeups.add(subscription.wakeup);
            }
        }
        topic.listeners = List.copyOf(wakeups);
    }
}
