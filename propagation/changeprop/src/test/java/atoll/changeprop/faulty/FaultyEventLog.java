package atoll.changeprop.faulty;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.time.Deadline;
import atoll.base.time.TimeSource;
import atoll.base.time.Wakeup;
import atoll.log.Appending;
import atoll.log.Batch;
import atoll.log.CommittedOffset;
import atoll.log.EventLog;
import atoll.log.LogRecord;
import atoll.log.LogUnavailable;
import atoll.log.PartitionDamaged;
import atoll.log.Producer;
import atoll.log.TopicPartition;
import atoll.log.TopicSpec;
import atoll.log.memory.MemoryEventLog;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A log in memory whose disk is as slow, and whose appends fail as often, as a test says. Well until told otherwise.
/// For one thread.
public final class FaultyEventLog implements EventLog {
    /// True: an append becomes durable at once. False: when [#sync] is called.
    public boolean syncsAtOnce = true;

    /// Appends that are taken before the log refuses.
    public int appendsUntilRefusal = Integer.MAX_VALUE;

    public long mostBatchBytes = Long.MAX_VALUE;

    /// How often somebody appended.
    public int submits;

    /// How often somebody read.
    public int reads;

    private final MemoryEventLog log;
    private final List<Batch> batches = new ArrayList<>();
    private final Deque<HeldAppending> held = new ArrayDeque<>();
    private final Set<TopicPartition> damaged = new HashSet<>();
    private Consumer<Deadline> beforeTopic = _ -> {};
    private @Nullable AtollException failure;

    public FaultyEventLog(TimeSource time) {
        log = MemoryEventLog.committing(time);
    }

    // ---- what a test decides ---------------------------------------------------------------------------------------

    /// From now on the log refuses appends, or takes them again.
    public void refuse(boolean refuses) {
        appendsUntilRefusal = refuses ? 0 : Integer.MAX_VALUE;
    }

    /// Takes batches, but fails them before they are durable.
    public void failWith(AtollException thrown) {
        failure = thrown;
    }

    /// Is asked before a topic is created and may refuse.
    public void beforeTopics(Consumer<Deadline> check) {
        beforeTopic = check;
    }

    public void damage(TopicPartition partition) {
        damaged.add(partition);
    }

    /// Appends that are not durable yet.
    public int waiting() {
        return held.size();
    }

    /// Makes all waiting appends durable.
    public void sync() {
        while (!held.isEmpty()) {
            held.remove().store();
        }
    }

    /// Fails all waiting appends.
    ///
    /// @param stored whether they are there all the same
    public void fail(boolean stored) {
        while (!held.isEmpty()) {
            held.remove().fail(stored);
        }
    }

    /// Appends as others do, whose appends do not fail.
    public void put(Batch batch) {
        var _ = log.submit(batch);
    }

    // ---- what a test looks at --------------------------------------------------------------------------------------

    /// What became durable, without what others appended.
    public List<Batch> batches() {
        return List.copyOf(batches);
    }

    /// All records of a topic, partition after partition; none if there is no such topic.
    public List<LogRecord> records(String topic) {
        List<LogRecord> all = new ArrayList<>();
        for (int i = 0; i < topic(topic).map(TopicSpec::partitions).orElse(0); i++) {
            TopicPartition partition = new TopicPartition(topic, i);
            all.addAll(log.read(partition, log.range(partition).first(), Integer.MAX_VALUE, Long.MAX_VALUE));
        }
        return all;
    }

    // ---- appending -------------------------------------------------------------------------------------------------

    @Override
    public Appending submit(Batch batch) {
        return submit(batch, () -> log.submit(batch));
    }

    @Override
    public Producer openProducer(String name) {
        Producer producer = log.openProducer(name);
        return new Producer() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Appending submit(Batch batch) {
                return FaultyEventLog.this.submit(batch, () -> producer.submit(batch));
            }
        };
    }

    /// How a batch gets into the log.
    private interface Store {
        Appending append();
    }

    private Appending submit(Batch batch, Store store) {
        submits++;
        if (appendsUntilRefusal <= 0) {
            throw new LogUnavailable("the disk is full");
        }
        appendsUntilRefusal--;
        long bytes =
                batch.records().stream().mapToLong(each -> each.value().length).sum();
        if (bytes > mostBatchBytes) {
            throw new AtollException(ErrorKind.TOO_LARGE, "a batch has " + bytes + " bytes");
        }
        HeldAppending appending = new HeldAppending(batch, store);
        if (failure != null) {
            appending.fail(failure);
        } else if (syncsAtOnce) {
            return appending.stored();
        } else {
            held.add(appending);
        }
        return appending;
    }

    private final class HeldAppending implements Appending {
        private final Batch batch;
        private final Store store;
        private final List<Wakeup> wakeups = new ArrayList<>();
        private @Nullable Appending stored;
        private @Nullable AtollException failed;

        HeldAppending(Batch batch, Store store) {
            this.batch = batch;
            this.store = store;
        }

        /// Throws what the log in memory does, for example because the producer is fenced.
        Appending stored() {
            Appending done = store.append();
            batches.add(batch);
            return done;
        }

        void store() {
            try {
                stored = stored();
            } catch (AtollException e) {
                failed = e;
            }
            wakeups.forEach(Wakeup::signal);
        }

        void fail(boolean isThere) {
            if (isThere) {
                store();
            }
            fail(new LogUnavailable("fsync failed"));
        }

        void fail(AtollException why) {
            failed = why;
            wakeups.forEach(Wakeup::signal);
        }

        @Override
        public boolean isDone() {
            return stored != null || failed != null;
        }

        @Override
        public long[] offsets() {
            if (failed != null) {
                throw failed;
            }
            if (stored == null) {
                throw new AssertionError("offsets of an append that is not done");
            }
            return stored.offsets();
        }

        /// Nobody else could end it meanwhile.
        @Override
        public long[] await(Deadline deadline) {
            if (!isDone()) {
                throw new LogUnavailable("append not durable within its deadline");
            }
            return offsets();
        }

        @Override
        public void whenDone(Wakeup wakeup) {
            if (isDone()) {
                wakeup.signal();
            } else {
                wakeups.add(wakeup);
            }
        }
    }

    // ---- as in memory ----------------------------------------------------------------------------------------------

    @Override
    public void createTopic(String topic, TopicSpec spec) {
        log.createTopic(topic, spec);
    }

    @Override
    public void createTopic(String topic, TopicSpec spec, Deadline deadline) {
        beforeTopic.accept(deadline);
        log.createTopic(topic, spec);
    }

    @Override
    public Optional<TopicSpec> topic(String topic) {
        return log.topic(topic);
    }

    @Override
    public List<String> topics() {
        return log.topics();
    }

    @Override
    public List<LogRecord> read(TopicPartition partition, long fromOffset, int maxRecords, long maxBytes) {
        reads++;
        if (damaged.contains(partition)) {
            throw new PartitionDamaged("partition " + partition + " is damaged");
        }
        return log.read(partition, fromOffset, maxRecords, maxBytes);
    }

    @Override
    public List<LogRecord> read(
            TopicPartition partition, long fromOffset, int maxRecords, long maxBytes, Deadline deadline) {
        return read(partition, fromOffset, maxRecords, maxBytes);
    }

    @Override
    public OffsetRange range(TopicPartition partition) {
        return log.range(partition);
    }

    @Override
    public long offsetAt(TopicPartition partition, long timestampMillis) {
        return log.offsetAt(partition, timestampMillis);
    }

    @Override
    public long sizeInBytes(TopicPartition partition) {
        return log.sizeInBytes(partition);
    }

    @Override
    public Optional<CommittedOffset> committed(String group, TopicPartition partition) {
        return log.committed(group, partition);
    }

    @Override
    public AutoCloseable onAppend(String topicPrefix, Wakeup wakeup) {
        return log.onAppend(topicPrefix, wakeup);
    }

    @Override
    public void deleteBefore(TopicPartition partition, long offset) {
        log.deleteBefore(partition, offset);
    }

    @Override
    public Optional<String> refusal() {
        return appendsUntilRefusal <= 0 ? Optional.of("the disk is full") : Optional.empty();
    }

    @Override
    public void close() {
        log.close();
    }
}
