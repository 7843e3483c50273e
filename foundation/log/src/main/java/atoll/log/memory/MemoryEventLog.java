package atoll.log.memory;

import atoll.base.time.Deadline;
import atoll.base.time.TimeSource;
import atoll.base.time.Wakeup;
import atoll.log.Appending;
import atoll.log.Batch;
import atoll.log.CommittedOffset;
import atoll.log.EventLog;
import atoll.log.GroupCommit;
import atoll.log.LogRecord;
import atoll.log.LogUnavailable;
import atoll.log.NewRecord;
import atoll.log.Producer;
import atoll.log.ProducerFenced;
import atoll.log.TopicPartition;
import atoll.log.TopicSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An event log in memory. What it holds ends with the object; [#close()] and [#reopen()] only play the process.
///
/// [#committing] makes every append durable at once. [#stepped] keeps appends waiting until [#commitStep] or
/// [#failStep] says what becomes of them, in the order they were handed over: all its behaviour follows from those
/// calls, so a simulation with it repeats exactly. Retention is not applied; [#deleteBefore] deletes exactly.
///
/// Safe for use by many threads. Its lock is never held while somebody is woken.
public final class MemoryEventLog implements EventLog {
    private final TimeSource time;
    private final boolean commitsAtOnce;
    private final Object lock = new Object();
    private final MemoryTopics topics = new MemoryTopics();
    private final Map<GroupPartition, CommittedOffset> committed = new HashMap<>();
    private final Map<String, Long> epochs = new HashMap<>();
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
    private final List<Listener> listeners = new ArrayList<>();
    private @Nullable Wakeup submitted;
    private @Nullable String refusal;
    private boolean closed;

    private record GroupPartition(String group, TopicPartition partition) {}

    /// @param producer empty if the batch is not fenced
    private record Waiting(Batch batch, String producer, long epoch, MemoryAppending appending) {}

    private record Listener(String topicPrefix, Wakeup wakeup) {}

    private MemoryEventLog(TimeSource time, boolean commitsAtOnce) {
        this.time = time;
        this.commitsAtOnce = commitsAtOnce;
    }

    /// A log in which every append is durable when [#submit] returns.
    public static MemoryEventLog committing(TimeSource time) {
        return new MemoryEventLog(time, true);
    }

    /// A log in which appends wait for [#commitStep].
    public static MemoryEventLog stepped(TimeSource time) {
        return new MemoryEventLog(time, false);
    }

    // ---- what a simulation decides ---------------------------------------------------------------------------------

    /// Batches that wait to become durable.
    public int waiting() {
        synchronized (lock) {
            return queue.size();
        }
    }

    /// How often a producer of this name was opened.
    public long openings(String producer) {
        synchronized (lock) {
            return epochs.getOrDefault(producer, 0L);
        }
    }

    /// Signals the wakeup whenever a batch begins to wait.
    public void whenSubmitted(Wakeup wakeup) {
        synchronized (lock) {
            submitted = wakeup;
        }
    }

    /// Makes up to this many waiting batches durable and visible, oldest first. Returns how many there were.
    public int commitStep(int atMost) {
        List<Runnable> reports = new ArrayList<>();
        int done = 0;
        synchronized (lock) {
            while (done < atMost && !queue.isEmpty()) {
                commit(queue.removeFirst(), reports);
                done++;
            }
        }
        reports.forEach(Runnable::run);
        return done;
    }

    /// Fails the oldest waiting batch. With `becomesDurable` it is there nevertheless, so its writer knows nothing.
    public void failStep(boolean becomesDurable, String reason) {
        List<Runnable> reports = new ArrayList<>();
        synchronized (lock) {
            Waiting first = queue.pollFirst();
            if (first == null) {
                return;
            }
            if (becomesDurable) {
                apply(first.batch, reports);
            }
            reports.add(() -> first.appending.failed(new LogUnavailable(reason)));
        }
        reports.forEach(Runnable::run);
    }

    /// Refuses appends from now on; null accepts them again. Batches that wait already are not concerned.
    public void refuse(@Nullable String reason) {
        synchronized (lock) {
            refusal = reason;
        }
    }

    /// Loses every waiting batch, as the crash of the log's machine does.
    public int crash() {
        List<Waiting> lost;
        synchronized (lock) {
            lost = List.copyOf(queue);
            queue.clear();
        }
        lost.forEach(one -> one.appending.failed(new LogUnavailable("the log's machine crashed before the append")));
        return lost.size();
    }

    /// Opens again after [#close()], with everything that was durable.
    public void reopen() {
        synchronized (lock) {
            closed = false;
        }
    }

    // ---- topics ----------------------------------------------------------------------------------------------------

    @Override
    public void createTopic(String topic, TopicSpec spec) {
        synchronized (lock) {
            checkOpen();
            topics.put(topic, spec);
        }
    }

    @Override
    public Optional<TopicSpec> topic(String topic) {
        synchronized (lock) {
            checkOpen();
            return topics.spec(topic);
        }
    }

    @Override
    public List<String> topics() {
        synchronized (lock) {
            checkOpen();
            return topics.names();
        }
    }

    // ---- appending -------------------------------------------------------------------------------------------------

    @Override
    public Appending submit(Batch batch) {
        return submit(batch, "", 0);
    }

    @Override
    public Producer openProducer(String name) {
        List<Runnable> reports = new ArrayList<>();
        long epoch;
        synchronized (lock) {
            checkAppendable();
            epoch = epochs.merge(name, 1L, Long::sum);
            queue.removeIf(waiting -> {
                boolean fenced = waiting.producer.equals(name);
                if (fenced) {
                    reports.add(() -> waiting.appending.failed(fenced(name)));
                }
                return fenced;
            });
        }
        reports.forEach(Runnable::run);
        return new Producer() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Appending submit(Batch batch) {
                return MemoryEventLog.this.submit(batch, name, epoch);
            }
        };
    }

    private Appending submit(Batch batch, String producer, long epoch) {
        MemoryAppending appending = new MemoryAppending(time);
        List<Runnable> reports = new ArrayList<>();
        synchronized (lock) {
            if (!producer.isEmpty() && epochs.getOrDefault(producer, 0L) != epoch) {
                throw fenced(producer);
            }
            checkAppendable();
            batch.records().forEach(record -> topics.partition(record.to()).check(record));
            batch.commits().forEach(commit -> topics.partition(commit.partition()));
            Waiting waiting = new Waiting(batch, producer, epoch, appending);
            Wakeup told = submitted;
            if (commitsAtOnce) {
                commit(waiting, reports);
            } else {
                queue.addLast(waiting);
                if (told != null) {
                    reports.add(told::signal);
                }
            }
        }
        reports.forEach(Runnable::run);
        return appending;
    }

    private static ProducerFenced fenced(String producer) {
        return new ProducerFenced("producer '" + producer + "' was opened again elsewhere: this one is fenced off");
    }

    private void commit(Waiting waiting, List<Runnable> reports) {
        long[] offsets = apply(waiting.batch, reports);
        reports.addFirst(() -> waiting.appending.done(offsets));
    }

    private long[] apply(Batch batch, List<Runnable> reports) {
        long[] offsets = new long[batch.records().size()];
        for (int i = 0; i < offsets.length; i++) {
            NewRecord record = batch.records().get(i);
            offsets[i] = topics.partition(record.to()).append(record);
        }
        for (GroupCommit commit : batch.commits()) {
            committed.put(
                    new GroupPartition(commit.group(), commit.partition()),
                    new CommittedOffset(commit.nextOffset(), commit.metadata()));
        }
        for (Listener listener : listeners) {
            if (batch.records().stream().anyMatch(r -> r.to().topic().startsWith(listener.topicPrefix))) {
                reports.add(listener.wakeup::signal);
            }
        }
        return offsets;
    }

    // ---- reading ---------------------------------------------------------------------------------------------------

    @Override
    public List<LogRecord> read(TopicPartition partition, long fromOffset, int maxRecords, long maxBytes) {
        synchronized (lock) {
            checkOpen();
            return topics.partition(partition).read(fromOffset, maxRecords, maxBytes);
        }
    }

    @Override
    public List<LogRecord> read(
            TopicPartition partition, long fromOffset, int maxRecords, long maxBytes, Deadline deadline)
            throws InterruptedException {
        Wakeup appended = time.newWakeup();
        Listener listener = new Listener(partition.topic(), appended);
        synchronized (lock) {
            listeners.add(listener);
        }
        try {
            while (true) {
                List<LogRecord> found = read(partition, fromOffset, maxRecords, maxBytes);
                if (!found.isEmpty() || deadline.isPassed()) {
                    return found;
                }
                boolean _ = appended.await(deadline.left());
            }
        } finally {
            synchronized (lock) {
                listeners.remove(listener);
            }
        }
    }

    @Override
    public OffsetRange range(TopicPartition partition) {
        synchronized (lock) {
            checkOpen();
            return topics.partition(partition).range();
        }
    }

    @Override
    public long offsetAt(TopicPartition partition, long timestampMillis) {
        synchronized (lock) {
            checkOpen();
            return topics.partition(partition).offsetAt(timestampMillis);
        }
    }

    @Override
    public long sizeInBytes(TopicPartition partition) {
        synchronized (lock) {
            checkOpen();
            return topics.partition(partition).bytes();
        }
    }

    @Override
    public Optional<CommittedOffset> committed(String group, TopicPartition partition) {
        synchronized (lock) {
            checkOpen();
            return Optional.ofNullable(committed.get(new GroupPartition(group, partition)));
        }
    }

    @Override
    public AutoCloseable onAppend(String topicPrefix, Wakeup wakeup) {
        Listener listener = new Listener(topicPrefix, wakeup);
        synchronized (lock) {
            listeners.add(listener);
        }
        return () -> {
            synchronized (lock) {
                listeners.remove(listener);
            }
        };
    }

    @Override
    public void deleteBefore(TopicPartition partition, long offset) {
        synchronized (lock) {
            checkOpen();
            topics.partition(partition).deleteBefore(offset);
        }
    }

    /// Applies the topics' retention as of now.
    public void retain() {
        synchronized (lock) {
            topics.retain(time.millis());
        }
    }

    @Override
    public Optional<String> refusal() {
        synchronized (lock) {
            return Optional.ofNullable(refusal);
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
        }
        int _ = crash();
    }

    private void checkAppendable() {
        checkOpen();
        if (refusal != null) {
            throw new LogUnavailable("the log refuses appends: " + refusal);
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new LogUnavailable("the log in memory is closed");
        }
    }
}
