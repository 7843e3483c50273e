package atoll.log.embedded.core;

import atoll.base.file.DiskFile;
import atoll.base.time.Wakeup;
import atoll.log.LogUnavailable;
import atoll.log.TopicSpec;
import atoll.log.embedded.disk.Files;
import atoll.log.embedded.disk.JournalFile;
import atoll.log.embedded.disk.OpenFiles;
import atoll.log.embedded.disk.SparseIndex;
import atoll.log.embedded.disk.SyncFailed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finishes checkpoints beside the committer, deletes files that no checkpoint needs, and asks for the deletion of what
/// the retention lets go. One thread steps it.
public final class Maintenance {
    private static final Logger LOG = LoggerFactory.getLogger(Maintenance.class);

    private final LogState state;
    private final LogPorts ports;
    private final Path directory;
    private final Path journals;
    private final Committer committer;
    private final OpenFiles[] openFiles;
    private final SegmentIndexes indexes;
    private final AtomicInteger holds = new AtomicInteger();
    private final List<Segment> removed = new ArrayList<>();

    public Maintenance(
            LogState state,
            LogPorts ports,
            Path directory,
            Path journals,
            Committer committer,
            OpenFiles[] openFiles,
            SegmentIndexes indexes) {
        this.state = state;
        this.ports = ports;
        this.directory = directory;
        this.journals = journals;
        this.committer = committer;
        this.openFiles = openFiles;
        this.indexes = indexes;
    }

    /// Where deletions are asked for; they go through the journal as everything else does.
    public interface Deletions {
        void deleteBefore(PartitionLog partition, long offset);
    }

    /// Signalled when a checkpoint is to be finished.
    public Wakeup wakeup() {
        return committer.checkpointWakeup();
    }

    /// Closes what readers and the committer had open.
    public void closeFiles() throws IOException {
        for (OpenFiles files : openFiles) {
            files.closeUnused();
        }
    }

    public void step(Deletions deletions) {
        finishCheckpoint();
        if (committer.refusal().isEmpty()) {
            try {
                applyRetention(deletions);
            } catch (LogUnavailable e) {
                LOG.atWarn().addKeyValue("cause", e.getMessage()).log("retention postponed");
            }
        }
    }

    /// True if no checkpoint is left to finish.
    public boolean finishCheckpoint() {
        PendingCheckpoint pending = committer.takeCheckpoint();
        if (pending == null) {
            return true;
        }
        if (committer.isBroken()) {
            return false;
        }
        long start = ports.time().nanoTime();
        try {
            syncSegments(pending);
            pending.checkpoint().store(ports.disk(), directory);
        } catch (SyncFailed e) {
            committer.refuse(e, 0);
            return false;
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("cause", e.getMessage()).log("checkpoint postponed");
            return false;
        }
        committer.checkpointDone();
        ports.metrics().checkpoint(ports.time().nanoTime() - start);
        try {
            clean(pending);
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("cause", e.getMessage()).log("files left behind, deleted at the next start");
        }
        return true;
    }

    private void syncSegments(PendingCheckpoint pending) throws IOException {
        Set<Path> directories = new LinkedHashSet<>();
        for (PendingCheckpoint.Written written : pending.written()) {
            Path path = written.segment().path;
            try (DiskFile file = ports.disk().open(path)) {
                SyncFailed.guard(path, file::sync);
            }
            directories.add(Files.parent(path));
        }
        for (Path changed : directories) {
            SyncFailed.guard(changed, () -> ports.disk().syncDirectory(changed));
        }
    }

    /// Keeps files that could go, from a checkpoint that is stored after this call, until as many [#release] calls.
    public void hold() {
        holds.incrementAndGet();
    }

    /// The next checkpoint deletes what was kept.
    public void release() {
        holds.decrementAndGet();
    }

    private void clean(PendingCheckpoint done) throws IOException {
        removed.addAll(done.removed());
        // Looked at after the checkpoint was stored: who holds from here on reads this one, which needs none of them.
        if (holds.get() == 0) {
            delete(done);
        }
        for (PendingCheckpoint.Written written : done.written()) {
            storeIndex(written);
        }
    }

    private void delete(PendingCheckpoint done) throws IOException {
        for (String name : ports.disk().list(journals)) {
            long number = JournalFile.number(name);
            if (number >= 0 && number < done.checkpoint().firstJournal()) {
                ports.disk().delete(journals.resolve(name));
            }
        }
        while (!removed.isEmpty()) {
            Segment segment = removed.removeLast();
            for (OpenFiles files : openFiles) {
                files.forget(segment.path);
            }
            ports.disk().delete(segment.path);
            ports.disk().delete(segment.indexPath());
        }
    }

    private void storeIndex(PendingCheckpoint.Written written) throws IOException {
        Segment segment = written.segment();
        SparseIndex copy;
        synchronized (state.lock) {
            SparseIndex index = segment.index;
            if (index == null || segment.deleted) {
                return;
            }
            copy = index.copy();
        }
        indexes.store(segment, copy, written.size());
        if (!written.growing()) {
            synchronized (state.lock) {
                segment.index = null;
            }
        }
    }

    public void applyRetention(Deletions deletions) {
        long now = ports.time().millis();
        for (Topic topic : state.topics.values()) {
            TopicSpec spec = topic.spec;
            if (spec.retentionAge().isZero() && spec.retentionBytes() == 0) {
                continue;
            }
            for (PartitionLog partition : topic.partitions) {
                long first;
                long keepFrom;
                synchronized (state.lock) {
                    first = partition.first;
                    keepFrom = keepFrom(partition, spec, now);
                }
                if (keepFrom > first) {
                    deletions.deleteBefore(partition, keepFrom);
                }
            }
        }
    }

    /// Whole segments go when all of their records are older than the age and were appended longer ago, or when the
    /// partition without them is still as large as its bound.
    private static long keepFrom(PartitionLog partition, TopicSpec spec, long now) {
        long keepFrom = partition.first;
        long size = partition.sizeInBytes();
        long oldest = spec.retentionAge().isZero()
                ? Long.MIN_VALUE
                : now - spec.retentionAge().toMillis();
        for (Segment segment : partition.segments) {
            boolean old = segment.ageFrom() < oldest;
            boolean surplus = spec.retentionBytes() > 0
                    && size - segment.size >= spec.retentionBytes()
                    && !partition.isLast(segment);
            if (!old && !surplus) {
                break;
            }
            size -= segment.size;
            keepFrom = partition.endOf(segment);
        }
        return keepFrom;
    }
}
