package atoll.changeprop.admission;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.time.Deadline;
import atoll.base.time.Wakeup;
import atoll.log.Appending;
import atoll.log.Batch;
import atoll.log.CommittedOffset;
import atoll.log.EventLog;
import atoll.log.GroupCommit;
import atoll.log.LogRecord;
import atoll.log.LogUnavailable;
import atoll.log.NewRecord;
import atoll.log.OffsetOutOfRange;
import atoll.log.PartitionDamaged;
import atoll.log.Producer;
import atoll.log.ProducerFenced;
import atoll.log.TopicPartition;
import atoll.log.TopicSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A log in memory whose disk is as slow, and whose appends fail as often, as a test says.
final class MemoryEventLog implements EventLog {
    private final Map<String, TopicSpec> topics = new TreeMap<>();
    private final Map<TopicPartition, List<LogRecord>> records = new HashMap<>();
    private final Map<TopicPartition, Long> firsts = new HashMap<>();
    private final Map<String, CommittedOffset> commits = new HashMap<>();
    private final Map<String, Integer> epochs = new HashMap<>();
    private final Map<Wakeup, String> listeners = new HashMap<>();
    private final Set<TopicPartition> damaged = new HashSet<>();
    private final Deque<MemoryAppending> waiting = new ArrayDeque<>();

    /// True: an append becomes durable at once. False: when [#sync] is called.
    boolean syncsAtOnce = true;

    boolean refuses;
    long mostBatchBytes = 64L << 20;
    int submits;
    int reads;

    /// Makes all waiting appends durable.
    void sync() {
        while (!waiting.isEmpty()) {
            waiting.remove().finish(true, true);
        }
    }

    /// Fails all waiting appends.
    ///
    /// @param stored whether they are there all the same
    void fail(boolean stored) {
        while (!waiting.isEmpty()) {
            waiting.remove().finish(stored, false);
        }
    }

    /// The process dies: waiting appends are there or not, and nobody hears.
    void crash(boolean stored) {
        listeners.clear();
        fail(stored);
    }

    void damage(TopicPartition partition) {
        damaged.add(partition);
    }

    List<LogRecord> all(String topic) {
        List<LogRecord> all = new ArrayList<>();
        for (int i = 0; i < topics.getOrDefault(topic, TopicSpec.keepAll(1)).partitions(); i++) {
            all.addAll(records.getOrDefault(new TopicPartition(topic, i), List.of()));
        }
        return all;
    }

    @Override
    public void createTopic(String topic, TopicSpec spec) {
        TopicSpec old = topics.putIfAbsent(topic, spec);
        if (old != null && old.partitions() != spec.partitions()) {
            throw new AtollException(ErrorKind.CONFLICT, "topic '" + topic + "' exists");
        }
    }

    @Override
    public Optional<TopicSpec> topic(String topic) {
        return Optional.ofNullable(topics.get(topic));
    }

    @Override
    public List<String> topics() {
        return List.copyOf(topics.keySet());
    }

    @Override
    public Appending submit(Batch batch) {
        return submit(batch, null, 0);
    }

    private Appending submit(Batch batch, @Nullable String producer, int epoch) {
        submits++;
        if (refuses) {
            throw new LogUnavailable("the disk is full");
        }
        long bytes =
                batch.records().stream().mapToLong(each -> each.value().length).sum();
        if (bytes > mostBatchBytes) {
            throw new AtollException(ErrorKind.TOO_LARGE, "a batch has " + bytes + " bytes");
        }
        MemoryAppending appending = new MemoryAppending(batch, producer, epoch);
        if (syncsAtOnce) {
            appending.finish(true, true);
        } else {
            waiting.add(appending);
        }
        return appending;
    }

    @Override
    public Producer openProducer(String name) {
        int epoch = epochs.merge(name, 1, Integer::sum);
        return new Producer() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Appending submit(Batch batch) {
                if (epochs.getOrDefault(name, 0) != epoch) {
                    throw new ProducerFenced("a newer producer '" + name + "' exists");
                }
                return MemoryEventLog.this.submit(batch, name, epoch);
            }
        };
    }

    @Override
    public List<LogRecord> read(TopicPartition partition, long fromOffset, int maxRecords, long maxBytes) {
        reads++;
        if (damaged.contains(partition)) {
            throw new PartitionDamaged("partition " + partition + " is damaged");
        }
        OffsetRange range = range(partition);
        if (fromOffset < range.first() || fromOffset > range.next()) {
            throw new OffsetOutOfRange("offset " + fromOffset + " is not in " + range);
        }
        List<LogRecord> found = new ArrayList<>();
        long bytes = 0;
        for (long offset = fromOffset; offset < range.next() && found.size() < maxRecords; offset++) {
            LogRecord record = records.getOrDefault(partition, List.of()).get((int) offset);
            bytes += record.value().length;
            if (!found.isEmpty() && bytes > maxBytes) {
                break;
            }
            found.add(record);
        }
        return found;
    }

    @Override
    public List<LogRecord> read(
            TopicPartition partition, long fromOffset, int maxRecords, long maxBytes, Deadline deadline) {
        return read(partition, fromOffset, maxRecords, maxBytes);
    }

    @Override
    public OffsetRange range(TopicPartition partition) {
        int next = records.getOrDefault(partition, List.of()).size();
        return new OffsetRange(firsts.getOrDefault(partition, 0L), next);
    }

    @Override
    public long offsetAt(TopicPartition partition, long timestampMillis) {
        return range(partition).first();
    }

    @Override
    public long sizeInBytes(TopicPartition partition) {
        return 0;
    }

    @Override
    public Optional<CommittedOffset> committed(String group, TopicPartition partition) {
        return Optional.ofNullable(commits.get(group + "/" + partition));
    }

    @Override
    public AutoCloseable onAppend(String topicPrefix, Wakeup wakeup) {
        listeners.put(wakeup, topicPrefix);
        return () -> listeners.remove(wakeup);
    }

    @Override
    public void deleteBefore(TopicPartition partition, long offset) {
        firsts.put(partition, offset);
    }

    @Override
    public Optional<String> refusal() {
        return refuses ? Optional.of("the disk is full") : Optional.empty();
    }

    @Override
    public void close() {}

    private final class MemoryAppending implements Appending {
        private final Batch batch;
        private final @Nullable String producer;
        private final int epoch;
        private final List<Wakeup> wakeups = new ArrayList<>();
        private final List<Long> offsets = new ArrayList<>();
        private boolean done;
        private boolean failed;

        MemoryAppending(Batch batch, @Nullable String producer, int epoch) {
            this.batch = batch;
            this.producer = producer;
            this.epoch = epoch;
        }

        void finish(boolean stored, boolean acknowledged) {
            boolean fenced = producer != null && epochs.getOrDefault(producer, 0) != epoch;
            if (stored && !fenced) {
                store();
            }
            done = true;
            failed = !acknowledged || fenced;
            wakeups.forEach(Wakeup::signal);
        }

        private void store() {
            for (NewRecord record : batch.records()) {
                List<LogRecord> partition = records.computeIfAbsent(record.to(), _ -> new ArrayList<>());
                offsets.add((long) partition.size());
                partition.add(new LogRecord(
                        partition.size(), record.timestampMillis(), record.key(), record.headers(), record.value()));
                listeners.forEach((wakeup, prefix) -> {
                    if (record.to().topic().startsWith(prefix)) {
                        wakeup.signal();
                    }
                });
            }
            for (GroupCommit commit : batch.commits()) {
                commits.put(
                        commit.group() + "/" + commit.partition(),
                        new CommittedOffset(commit.nextOffset(), commit.metadata()));
            }
        }

        @Override
        public boolean isDone() {
            return done;
        }

        @Override
        public long[] offsets() {
            if (failed) {
                throw new LogUnavailable("fsync failed");
            }
            return offsets.stream().mapToLong(Long::longValue).toArray();
        }

        @Override
        public long[] await(Deadline deadline) {
            return offsets();
        }

        @Override
        public void whenDone(Wakeup wakeup) {
            if (done) {
                wakeup.signal();
            } else {
                wakeups.add(wakeup);
            }
        }
    }
}
