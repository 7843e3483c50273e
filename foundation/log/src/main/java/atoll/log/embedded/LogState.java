package atoll.log.embedded;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.time.Wakeup;
import atoll.log.CommittedOffset;
import atoll.log.TopicPartition;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// All that is visible in the log. One lock guards it, so that a batch over many partitions becomes visible at once; it
/// is held for moments only, never across I/O or a signal.
final class LogState {
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

    LogState(Path topicsDirectory, long tailBytesAtMost) {
        this.topicsDirectory = topicsDirectory;
        this.tailBytesAtMost = tailBytesAtMost;
    }

    /// A group's position in a partition is kept under this key.
    record GroupPartition(String group, TopicPartition partition) {}

    /// Somebody who wants to know of appends to topics with this prefix.
    static final class Subscription {
        private final String prefix;
        private final Wakeup wakeup;

        Subscription(String prefix, Wakeup wakeup) {
            this.prefix = prefix;
            this.wakeup = wakeup;
        }
    }

    PartitionLog partition(TopicPartition id) {
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

    void subscribe(Subscription subscription) {
        synchronized (lock) {
            subscriptions.add(subscription);
            topics.values().forEach(this::listeners);
        }
    }

    void unsubscribe(Subscription subscription) {
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

    @Nullable
    Topic topic(String name) {
        return topics.get(name);
    }
}
