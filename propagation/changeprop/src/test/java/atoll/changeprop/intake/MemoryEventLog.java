package atoll.changeprop.intake;

import atoll.base.error.AtollException;
import atoll.base.time.Deadline;
import atoll.base.time.Wakeup;
import atoll.log.Appending;
import atoll.log.Batch;
import atoll.log.CommittedOffset;
import atoll.log.EventLog;
import atoll.log.LogRecord;
import atoll.log.LogUnavailable;
import atoll.log.NewRecord;
import atoll.log.Producer;
import atoll.log.TopicPartition;
import atoll.log.TopicSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// An event log in memory that can be told to refuse: as much of one as an intake needs.
final class MemoryEventLog implements EventLog {
    private final TreeMap<String, TopicSpec> topics = new TreeMap<>();
    private final Map<TopicPartition, List<LogRecord>> records = new HashMap<>();
    private final List<Batch> batches = new ArrayList<>();
    private Consumer<Deadline> beforeTopic = _ -> {};
    private int appendsUntilRefusal = Integer.MAX_VALUE;
    private @Nullable AtollException failure;
    private final List<Stuck> stuck = new ArrayList<>();
    private boolean stalled;

    /// Refuses the append after this many more.
    synchronized void refuseAfter(int appends) {
        appendsUntilRefusal = appends;
    }

    /// Takes batches, but fails them before they are durable.
    synchronized void failWith(AtollException thrown) {
        failure = thrown;
    }

    synchronized List<Batch> batches() {
        return List.copyOf(batches);
    }

    /// All records of a topic, partition after partition.
    synchronized List<LogRecord> records(String topic) {
        List<LogRecord> all = new ArrayList<>();
        for (int i = 0; i < topic(topic).map(TopicSpec::partitions).orElse(0); i++) {
            all.addAll(records.getOrDefault(new TopicPartition(topic, i), List.of()));
        }
        return all;
    }

    @Override
    public synchronized void createTopic(String topic, TopicSpec spec) {
        topics.put(topic, spec);
    }

    /// Is asked before a topic is created and may refuse.
    synchronized void beforeTopics(Consumer<Deadline> check) {
        beforeTopic = check;
    }

    @Override
    public synchronized void createTopic(String topic, TopicSpec spec, Deadline deadline) {
        beforeTopic.accept(deadline);
        createTopic(topic, spec);
    }

    @Override
    public synchronized Optional<TopicSpec> topic(String topic) {
        return Optional.ofNullable(topics.get(topic));
    }

    @Override
    public synchronized List<String> topics() {
        return List.copyOf(topics.keySet());
    }

    /// Takes batches that never become durable while true; once false, those taken before are given up.
    synchronized void stall(boolean stalls) {
        stalled = stalls;
        if (!stalls) {
            stuck.forEach(append -> append.done = true);
            stuck.clear();
        }
    }

    synchronized int stuckAppends() {
        return stuck.size();
    }

    @Override
    public synchronized Appending submit(Batch batch) {
        if (appendsUntilRefusal-- <= 0) {
            throw new LogUnavailable("disk is full");
        }
        if (stalled) {
            Stuck append = new Stuck();
            stuck.add(append);
            return append;
        }
        if (failure != null) {
            return new Done(new long[0], failure);
        }
        batches.add(batch);
        long[] offsets = new long[batch.records().size()];
        int next = 0;
        for (NewRecord added : batch.records()) {
            if (!topics.containsKey(added.to().topic())) {
                throw new AssertionError("no topic " + added.to());
            }
            List<LogRecord> partition = records.computeIfAbsent(added.to(), to -> new ArrayList<>());
            offsets[next++] = partition.size();
            partition.add(new LogRecord(
                    partition.size(), added.timestampMillis(), added.key(), added.headers(), added.value()));
        }
        return new Done(offsets, null);
    }

    private static final class Stuck implements Appending {
        private volatile boolean done;

        @Override
        public boolean isDone() {
            return done;
        }

        @Override
        public long[] offsets() {
            throw new LogUnavailable("append not durable");
        }

        @Override
        public long[] await(Deadline deadline) {
            throw new LogUnavailable("append not durable within its deadline");
        }

        @Override
        public void whenDone(Wakeup wakeup) {
            throw new AssertionError("the intake waits for its appends");
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // identity is never used
    private record Done(long[] offsets, @Nullable AtollException failure) implements Appending {
        @Override
        public boolean isDone() {
            return true;
        }

        @Override
        public long[] await(Deadline deadline) {
            if (failure != null) {
                throw failure;
            }
            return offsets;
        }

        @Override
        public void whenDone(Wakeup wakeup) {
            wakeup.signal();
        }
    }

    @Override
    public synchronized List<LogRecord> read(TopicPartition partition, long fromOffset, int maxRecords, long maxBytes) {
        List<LogRecord> all = records.getOrDefault(partition, List.of());
        return List.copyOf(all.subList((int) fromOffset, (int) Math.min(all.size(), fromOffset + maxRecords)));
    }

    @Override
    public List<LogRecord> read(
            TopicPartition partition, long fromOffset, int maxRecords, long maxBytes, Deadline deadline) {
        return read(partition, fromOffset, maxRecords, maxBytes);
    }

    @Override
    public synchronized OffsetRange range(TopicPartition partition) {
        return new OffsetRange(0, records.getOrDefault(partition, List.of()).size());
    }

    @Override
    public Optional<String> refusal() {
        return Optional.empty();
    }

    @Override
    public void close() {}

    @Override
    public Producer openProducer(String name) {
        throw new AssertionError("an intake opens no producer");
    }

    @Override
    public long offsetAt(TopicPartition partition, long timestampMillis) {
        throw new AssertionError("an intake does not read");
    }

    @Override
    public long sizeInBytes(TopicPartition partition) {
        throw new AssertionError("an intake does not read");
    }

    @Override
    public Optional<CommittedOffset> committed(String group, TopicPartition partition) {
        throw new AssertionError("an intake does not read");
    }

    @Override
    public AutoCloseable onAppend(String topicPrefix, Wakeup wakeup) {
        throw new AssertionError("an intake does not read");
    }

    @Override
    public void deleteBefore(TopicPartition partition, long offset) {
        throw new AssertionError("an intake does not delete");
    }
}
