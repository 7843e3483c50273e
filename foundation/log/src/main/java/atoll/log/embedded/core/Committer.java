package atoll.log.embedded.core;

import atoll.base.error.AtollException;
import atoll.base.time.Wakeup;
import atoll.log.LogUnavailable;
import atoll.log.embedded.disk.JournalFile;
import atoll.log.embedded.disk.SyncFailed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The core of the log: takes waiting appends, makes them durable with one write and one sync, lets them be seen, then
/// copies them to their segments. One thread steps it; [#refusal] and [#takeCheckpoint] may be asked by others.
///
/// The order is the promise: nothing is visible or acknowledged before the sync of the journal has returned, and
/// segments are written only with what is in the journal. Records whose segment cannot be written stay in memory, and
/// no further appends are taken until it can.
public final class Committer {
    private static final Logger LOG = LoggerFactory.getLogger(Committer.class);
    private static final long TRY_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long HEADROOM = 1 << 16;

    private final LogState state;
    private final LogPorts ports;
    private final Settings settings;
    private final Path journals;
    private final SubmissionQueue queue;
    private final SegmentWriter segments;
    private final ByteBuffer buffer = JournalFile.newBuffer();
    private final Set<PartitionLog> behind = new LinkedHashSet<>();

    private JournalFile journal;
    private volatile JournalEnd journalEnd;
    private boolean cutBackNeeded;
    private long lastCaptureNanos;
    private long captureAgainNanos;
    private volatile @Nullable PendingCheckpoint pending;
    private final Wakeup checkpointWakeup;
    private final AtomicReference<@Nullable Refusal> refusal = new AtomicReference<>();

    public Committer(
            LogState state,
            LogPorts ports,
            Settings settings,
            Path journals,
            SubmissionQueue queue,
            SegmentWriter segments,
            long journalNumber)
            throws IOException {
        this.state = state;
        this.ports = ports;
        this.settings = settings;
        this.journals = journals;
        this.queue = queue;
        this.segments = segments;
        this.journal = createJournal(journalNumber);
        this.journalEnd = JournalEnd.of(journal);
        this.checkpointWakeup = ports.time().newWakeup();
        this.lastCaptureNanos = ports.time().nanoTime();
        this.captureAgainNanos = lastCaptureNanos;
    }

    /// What of the log's configuration the committer needs; see there.
    public record Settings(boolean sync, long journalBytes, Duration checkpointEvery) {}

    /// How far the present journal holds what was acknowledged, its header included.
    public record JournalEnd(long number, long bytes) {
        static JournalEnd of(JournalFile journal) {
            return new JournalEnd(journal.number(), journal.size());
        }
    }

    public JournalEnd journalEnd() {
        return journalEnd;
    }

    public Optional<String> refusal() {
        return Optional.ofNullable(refusal.get()).map(Refusal::why);
    }

    /// True after a failed sync: a later one would succeed without making durable what the failed one lost.
    boolean isBroken() {
        Refusal refused = refusal.get();
        return refused != null && refused.forGood();
    }

    /// Throws if an append makes no sense now. Lets one through when it is time to try the disk again.
    public void checkAccepting() {
        Refusal refused = refusal.get();
        if (refused != null
                && (refused.forGood() || refused.tryAgainNanos() - ports.time().nanoTime() > 0)) {
            ports.metrics().refused(1);
            throw new LogUnavailable(refused.why());
        }
    }

    /// Makes one group durable. False if nothing was waiting.
    public boolean step() {
        if (refusal.get() != null && !heal()) {
            failWaiting();
            return false;
        }
        Group group = new Group(state);
        List<Submission> waiting = queue.drain();
        waiting.forEach(group::add);
        if (!group.isEmpty()) {
            commit(group);
        }
        if (refusal.get() == null && isCheckpointDue()) {
            capture();
        }
        return !waiting.isEmpty();
    }

    private void commit(Group group) {
        long frame;
        try {
            frame = journal.write(group);
        } catch (IOException e) {
            cutBackNeeded = true;
            refuse(e, sizeOf(group));
            failAll(group.members());
            return;
        }
        if (settings.sync() && !synced()) {
            failAll(group.members());
            return;
        }
        journal.keep(frame);
        journalEnd = JournalEnd.of(journal);
        group.publish();
        long now = ports.time().nanoTime();
        for (Submission member : group.members()) {
            member.succeed(group.result(member));
            ports.metrics().appended(now - member.submittedNanos);
        }
        ports.metrics().group(group.members().size(), group.records(), frame, journal.size());
        wakeReaders(group.partitions());
        behind.addAll(group.partitions());
        flushBehind();
    }

    private boolean synced() {
        long start = ports.time().nanoTime();
        try {
            journal.sync();
            return true;
        } catch (IOException e) {
            refuse(e, 0);
            return false;
        } finally {
            ports.metrics().synced(ports.time().nanoTime() - start);
        }
    }

    private void wakeReaders(Set<PartitionLog> partitions) {
        List<Topic> topics = new ArrayList<>();
        for (PartitionLog partition : partitions) {
            List<Wakeup> readers = List.of();
            synchronized (state.lock) {
                if (!partition.readers.isEmpty()) {
                    readers = List.copyOf(partition.readers);
                }
            }
            readers.forEach(Wakeup::signal);
            if (topics.isEmpty() || topics.getLast() != partition.topic) {
                topics.add(partition.topic);
                partition.topic.listeners.forEach(Wakeup::signal);
            }
        }
    }

    private void flushBehind() {
        Iterator<PartitionLog> left = behind.iterator();
        try {
            while (left.hasNext()) {
                segments.flush(left.next());
                left.remove();
            }
        } catch (IOException e) {
            refuse(e, HEADROOM);
        }
        synchronized (state.lock) {
            state.evict();
        }
    }

    /// Tries the disk again, at most once a second. True if appends can go on.
    private boolean heal() {
        Refusal refused = refusal.get();
        if (refused == null) {
            return true;
        }
        if (refused.forGood() || refused.tryAgainNanos() - ports.time().nanoTime() > 0) {
            return false;
        }
        if (!refusal.compareAndSet(refused, null)) {
            return false;
        }
        try {
            if (cutBackNeeded) {
                journal.cutBack();
                cutBackNeeded = false;
            }
            long usable = ports.disk().usableBytes(journals);
            if (usable < refused.needed() + HEADROOM) {
                throw new IOException("only " + usable + " bytes are free");
            }
        } catch (IOException e) {
            refuse(e, refused.needed());
            return false;
        }
        flushBehind();
        boolean healed = refusal.get() == null;
        if (healed) {
            LOG.atInfo().addKeyValue("journal", journal.path()).log("disk works again, appends are accepted");
            ports.metrics().refusing(false);
        }
        return healed;
    }

    /// Refuses appends from now on. Called by the maintenance thread too, when a sync fails there.
    void refuse(IOException cause, long needed) {
        boolean forGood = cause instanceof SyncFailed;
        String advice = forGood
                ? "restart Atoll once the disk works again, the records acknowledged so far are kept"
                : "free space or repair the disk, appends then go on by themselves";
        Refusal refused = new Refusal(
                "the log cannot write to '" + journals + "': " + cause.getMessage() + "; " + advice,
                forGood,
                needed,
                ports.time().nanoTime() + TRY_EVERY_NANOS);
        refusal.updateAndGet(before -> before != null && before.forGood() ? before : refused);
        ports.metrics().refusing(true);
        LOG.atError()
                .addKeyValue("cause", cause.getMessage())
                .addKeyValue("for_good", forGood)
                .log("appends refused");
    }

    private void failWaiting() {
        List<Submission> waiting = queue.drain();
        while (!waiting.isEmpty()) {
            failAll(waiting);
            waiting = queue.drain();
        }
    }

    private void failAll(List<Submission> submissions) {
        Refusal refused = refusal.get();
        String why = refused == null ? "the log is closed" : refused.why();
        AtollException failure = new LogUnavailable(why);
        submissions.forEach(submission -> submission.fail(failure));
        ports.metrics().refused(submissions.size());
    }

    private static long sizeOf(Group group) {
        long size = 0;
        for (int i = 0; i < group.count(); i++) {
            size += group.length(i);
        }
        return size;
    }

    private boolean isCheckpointDue() {
        long now = ports.time().nanoTime();
        return pending == null
                && behind.isEmpty()
                && now - captureAgainNanos >= 0
                && (journal.size() > settings.journalBytes()
                        || !journal.isEmpty()
                                && now - lastCaptureNanos
                                        > settings.checkpointEvery().toNanos());
    }

    /// Begins a new journal and notes what must be synced before the older ones can go.
    public void capture() {
        try {
            if (!settings.sync()) {
                journal.sync();
            }
            JournalFile old = journal;
            journal = createJournal(old.number() + 1);
            journalEnd = JournalEnd.of(journal);
            old.close();
        } catch (SyncFailed e) {
            refuse(e, 0);
            return;
        } catch (IOException e) {
            captureAgainNanos = ports.time().nanoTime() + TRY_EVERY_NANOS;
            LOG.atWarn().addKeyValue("cause", e.getMessage()).log("no new journal, the present one grows on");
            return;
        }
        lastCaptureNanos = ports.time().nanoTime();
        ports.metrics().journalSize(journal.size());
        synchronized (state.lock) {
            pending = PendingCheckpoint.of(state, journal.number());
        }
        checkpointWakeup.signal();
    }

    Wakeup checkpointWakeup() {
        return checkpointWakeup;
    }

    /// The checkpoint to finish, if one is waiting.
    @Nullable
    PendingCheckpoint takeCheckpoint() {
        return pending;
    }

    void checkpointDone() {
        pending = null;
    }

    /// Fails what waits and closes the journal; called when nothing steps any more.
    public void close() throws IOException {
        failWaiting();
        journal.close();
    }

    private JournalFile createJournal(long number) throws IOException {
        long salt = ports.time().nanoTime() * 0x9E3779B97F4A7C15L ^ ports.time().millis() << 20 ^ number;
        return JournalFile.create(ports.disk(), journals, number, salt, settings.sync(), buffer);
    }
}
