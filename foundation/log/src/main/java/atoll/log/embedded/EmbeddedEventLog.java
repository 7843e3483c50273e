package atoll.log.embedded;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.file.Disk;
import atoll.base.time.Deadline;
import atoll.base.time.TimeSource;
import atoll.base.time.Wakeup;
import atoll.log.Appending;
import atoll.log.Batch;
import atoll.log.CommittedOffset;
import atoll.log.EventLog;
import atoll.log.LogRecord;
import atoll.log.LogUnavailable;
import atoll.log.Producer;
import atoll.log.TopicPartition;
import atoll.log.TopicRules;
import atoll.log.TopicSpec;
import atoll.log.embedded.core.BatchEncoder;
import atoll.log.embedded.core.Group;
import atoll.log.embedded.core.LogMetrics;
import atoll.log.embedded.core.LogPorts;
import atoll.log.embedded.core.Maintenance;
import atoll.log.embedded.core.PartitionLog;
import atoll.log.embedded.core.Submission;
import atoll.log.embedded.disk.DataDirectory;
import atoll.log.embedded.disk.JournalEntry;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// The event log in a directory of this machine.
///
/// [#open] recovers what an earlier process left and takes the directory's lock. After [#start] two threads do the
/// work:
/// `log-commit` makes waiting appends durable, `log-maintenance` finishes checkpoints and applies retention. Without
/// `start` the log is **stepped**: its one user drives it with [#commitStep] and [#maintenanceStep], and calls that
/// must
/// wait drive it themselves.
///
/// **Failures**: after a failed write (a full disk) appends are refused until the disk works again, tried at most once
/// a
/// second; after a failed sync until a restart. Acknowledged records stay readable in both. A retention age counts from
/// the record's timestamp or its arrival, whichever is later. With `sync: false` the newest acknowledged appends can be
/// lost when the machine (not only the process) stops.
public final class EmbeddedEventLog implements EventLog {
    private static final Duration CHANGE_WITHIN = Duration.ofSeconds(30);

    private final DataDirectory data;
    private final LogParts parts;
    private @Nullable LogThreads threads;
    private volatile boolean closed;

    private EmbeddedEventLog(DataDirectory data, LogParts parts) {
        this.data = data;
        this.parts = parts;
    }

    /// Opens the log, creating it if the directory is empty.
    ///
    /// @throws AtollException UNAVAILABLE if another process uses the directory, its format is newer, it cannot be
    ///     written, or acknowledged records in the journal are damaged
    public static EmbeddedEventLog open(
            Path directory, EmbeddedLogConfig config, Disk disk, TimeSource time, MeterRegistry registry) {
        LogPorts ports = new LogPorts(disk, time, new LogMetrics(registry));
        DataDirectory data = DataDirectory.open(disk, directory);
        try {
            LogParts parts = LogParts.recover(data, config, ports);
            return new EmbeddedEventLog(data, parts);
        } catch (IOException e) {
            data.closeAfter(e);
            throw new AtollException(
                    ErrorKind.UNAVAILABLE,
                    "cannot open the log in '" + directory + "': " + e.getMessage()
                            + "; check that the disk works, has space and may be written to",
                    e);
        } catch (AtollException e) {
            data.closeAfter(e);
            throw e;
        }
    }

    /// Lets threads of the log do the work from here on.
    public EmbeddedEventLog start() {
        LogThreads started = new LogThreads(parts, this::askDeletion);
        parts.waiting().threaded();
        threads = started;
        started.start();
        return this;
    }

    /// Makes one group of waiting appends durable and visible; for a log that was not started.
    ///
    /// @return false if nothing was waiting
    public boolean commitStep() {
        return parts.committer().step();
    }

    /// Finishes a checkpoint that is due and asks for the deletion of what retention lets go; for a log that was not
    /// started.
    public void maintenanceStep() {
        parts.maintenance().step(this::askDeletion);
    }

    /// The log as it is now, to be copied while it runs on. Close it: until then no file is deleted.
    ///
    /// @throws AtollException UNAVAILABLE if the disk cannot be read
    public LogSnapshot snapshot() {
        checkOpen();
        Maintenance maintenance = parts.maintenance();
        AtomicBoolean held = new AtomicBoolean(true);
        Runnable release = () -> {
            if (held.getAndSet(false)) {
                maintenance.release();
            }
        };
        maintenance.hold();
        boolean taken = false;
        try {
            LogSnapshot snapshot = LogSnapshot.take(data, parts, release);
            taken = true;
            return snapshot;
        } catch (IOException e) {
            throw new AtollException(
                    ErrorKind.UNAVAILABLE, "no snapshot of '" + data.path() + "' can be taken: " + e.getMessage(), e);
        } finally {
            if (!taken) {
                release.run();
            }
        }
    }

    /// Applies the retention of all topics now and waits until it took effect.
    public void retain() {
        parts.maintenance().applyRetention((partition, offset) -> {
            var _ = change(new Submission.Content.DeleteBefore(partition, offset));
        });
    }

    @Override
    public void createTopic(String topic, TopicSpec spec) {
        TopicRules.check(topic, spec);
        if (parts.state().isChange(topic, spec)) {
            var _ = change(new Submission.Content.SetTopic(new JournalEntry.TopicSet(topic, spec)));
        }
    }

    @Override
    public void createTopic(String topic, TopicSpec spec, Deadline deadline) throws InterruptedException {
        TopicRules.check(topic, spec);
        if (parts.state().isChange(topic, spec)) {
            var _ = change(new Submission.Content.SetTopic(new JournalEntry.TopicSet(topic, spec)), deadline);
        }
    }

    @Override
    public Optional<TopicSpec> topic(String topic) {
        return parts.state().spec(topic);
    }

    @Override
    public List<String> topics() {
        return parts.state().topicNames();
    }

    @Override
    public Appending submit(Batch batch) {
        return submit(batch, null);
    }

    @Override
    public Producer openProducer(String name) {
        if (name.isEmpty() || name.length() > 1024) {
            throw new AtollException(
                    ErrorKind.INVALID, "a producer name has " + name.length() + " characters: 1 to 1024 are allowed");
        }
        long epoch = change(new Submission.Content.OpenProducer(name))[0];
        return new NamedProducer(name, new Submission.ProducerEpoch(name, epoch));
    }

    @Override
    public List<LogRecord> read(TopicPartition partition, long fromOffset, int maxRecords, long maxBytes) {
        return parts.reader().read(open(partition), fromOffset, maxRecords, maxBytes);
    }

    @Override
    public List<LogRecord> read(
            TopicPartition partition, long fromOffset, int maxRecords, long maxBytes, Deadline deadline)
            throws InterruptedException {
        return parts.reader().read(open(partition), fromOffset, maxRecords, maxBytes, deadline);
    }

    @Override
    public OffsetRange range(TopicPartition partition) {
        return parts.state().range(open(partition));
    }

    @Override
    public long offsetAt(TopicPartition partition, long timestampMillis) {
        return parts.reader().offsetAt(open(partition), timestampMillis);
    }

    @Override
    public long sizeInBytes(TopicPartition partition) {
        return parts.state().sizeInBytes(open(partition));
    }

    @Override
    public Optional<CommittedOffset> committed(String group, TopicPartition partition) {
        return parts.state().committed(group, partition);
    }

    @Override
    public AutoCloseable onAppend(String topicPrefix, Wakeup wakeup) {
        return parts.state().subscribe(topicPrefix, wakeup);
    }

    @Override
    public void deleteBefore(TopicPartition partition, long offset) {
        PartitionLog found = open(partition);
        if (parts.state().canDeleteBefore(found, offset)) {
            var _ = change(new Submission.Content.DeleteBefore(found, offset));
        }
    }

    @Override
    public Optional<String> refusal() {
        LogThreads running = threads;
        if (running != null && running.isBroken()) {
            return Optional.of("an error ended a thread of the log (see the program's log); restart");
        }
        return parts.committer().refusal();
    }

    /// Makes durable what was handed over, takes a checkpoint and gives the directory back. Later appends are refused.
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        parts.queue().close();
        LogThreads running = threads;
        if (running != null && !running.stop()) {
            return;
        }
        try {
            parts.close();
        } catch (IOException e) {
            throw new AtollException(
                    ErrorKind.UNAVAILABLE,
                    "cannot close the log in '" + data.path() + "' cleanly: " + e.getMessage()
                            + "; the next start recovers it",
                    e);
        } finally {
            data.close();
        }
    }

    private Submission submit(Batch batch, Submission.@Nullable ProducerEpoch producer) {
        checkOpen();
        parts.committer().checkAccepting();
        return hand(BatchEncoder.encode(parts.state(), batch, producer));
    }

    private Submission hand(Submission.Content content) {
        Submission submission =
                new Submission(content, parts.waiting(), parts.ports().time().nanoTime());
        try {
            parts.queue().add(submission);
        } catch (LogUnavailable e) {
            parts.ports().metrics().refused(1);
            throw e;
        }
        return submission;
    }

    private long[] change(Submission.Content content, Deadline deadline) throws InterruptedException {
        checkOpen();
        parts.committer().checkAccepting();
        return hand(content).await(deadline);
    }

    private long[] change(Submission.Content content) {
        try {
            return change(content, Deadline.after(parts.ports().time(), CHANGE_WITHIN));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LogUnavailable("interrupted while a change of the log became durable");
        }
    }

    private void askDeletion(PartitionLog partition, long offset) {
        if (threads != null) {
            var _ = change(new Submission.Content.DeleteBefore(partition, offset));
        } else {
            var _ = hand(new Submission.Content.DeleteBefore(partition, offset));
        }
    }

    private PartitionLog open(TopicPartition partition) {
        checkOpen();
        return parts.state().partition(partition);
    }

    private void checkOpen() {
        if (closed) {
            throw new LogUnavailable("the log in '" + data.path() + "' is closed");
        }
    }

    private final class NamedProducer implements Producer {
        private final String name;
        private final Submission.ProducerEpoch epoch;

        private NamedProducer(String name, Submission.ProducerEpoch epoch) {
            this.name = name;
            this.epoch = epoch;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Appending submit(Batch batch) {
            if (parts.state().epoch(name) != epoch.epoch()) {
                throw Group.fenced(name);
            }
            return EmbeddedEventLog.this.submit(batch, epoch);
        }

        /// For messages and logs.
        @Override
        public String toString() {
            return name + "@" + epoch.epoch();
        }
    }
}
