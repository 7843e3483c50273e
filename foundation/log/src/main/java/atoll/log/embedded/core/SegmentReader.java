package atoll.log.embedded.core;

import atoll.log.LogRecord;
import atoll.log.LogUnavailable;
import atoll.log.PartitionDamaged;
import atoll.log.embedded.disk.FrameCursor;
import atoll.log.embedded.disk.OpenFiles;
import atoll.log.embedded.disk.RecordFrame;
import atoll.log.embedded.disk.SegmentFile;
import atoll.log.embedded.disk.SparseIndex;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads records from segment files and memory. Safe for use by many threads.
public final class SegmentReader {
    private static final int ATTEMPTS = 3;

    private final LogState state;
    private final LogPorts ports;
    private final OpenFiles files;
    private final SegmentIndexes indexes;

    public SegmentReader(LogState state, LogPorts ports, OpenFiles files, SegmentIndexes indexes) {
        this.state = state;
        this.ports = ports;
        this.files = files;
        this.indexes = indexes;
    }

    /// A part of a segment file that may be read without the lock.
    private record Extent(PartitionLog partition, Segment segment, int size, long endOffset) {}

    /// What is done with an open segment.
    private interface Use<T> {
        T with(OpenFiles.OpenFile open) throws IOException;
    }

    /// Decodes records of runs in memory from the offset on.
    static List<LogRecord> decode(List<Run> runs, long fromOffset, int maxRecords, long maxBytes) {
        List<LogRecord> records = new ArrayList<>();
        long bytes = 0;
        for (Run run : runs) {
            int at = run.from;
            for (long offset = run.base(); offset < run.end(); offset++) {
                int size = RecordFrame.size(run.bytes, at);
                if (offset >= fromOffset) {
                    bytes += size;
                    if (records.size() == maxRecords || bytes > maxBytes && !records.isEmpty()) {
                        return records;
                    }
                    records.add(RecordFrame.decode(run.bytes, at));
                }
                at += size;
            }
        }
        return records;
    }

    /// Records of the segment that holds the offset; null if retention has deleted it meanwhile.
    @Nullable
    List<LogRecord> read(PartitionLog partition, long fromOffset, int maxRecords, long maxBytes) {
        Extent extent = extentOf(partition, fromOffset);
        if (extent == null) {
            return null;
        }
        return use(extent, open -> {
            FrameCursor cursor = cursor(extent, open, fromOffset);
            List<LogRecord> records = new ArrayList<>();
            long bytes = 0;
            while (records.size() < maxRecords && nextIsReadable(cursor, records)) {
                if (cursor.offset() < fromOffset) {
                    continue;
                }
                bytes += cursor.size();
                if (bytes > maxBytes && !records.isEmpty()) {
                    break;
                }
                records.add(RecordFrame.decode(cursor.bytes(), cursor.at()));
            }
            return records;
        });
    }

    /// Damage ends a read only where it is the first record asked for; what is intact before it is returned.
    private static boolean nextIsReadable(FrameCursor cursor, List<LogRecord> before) throws IOException {
        try {
            return cursor.next();
        } catch (PartitionDamaged e) {
            if (before.isEmpty()) {
                throw e;
            }
            return false;
        }
    }

    /// The first offset at or after `fromOffset` in the segment whose record is not older; -1 if there is none, null if
    /// retention has deleted the segment meanwhile.
    @Nullable
    Long offsetAt(PartitionLog partition, Segment segment, long fromOffset, long timestampMillis) {
        Extent extent = extent(partition, segment);
        if (extent == null) {
            return null;
        }
        return use(extent, open -> {
            SparseIndex index = wholeIndex(extent, open);
            for (int entry = 0; entry < index.count(); entry++) {
                if (index.newest(entry) < timestampMillis) {
                    continue;
                }
                int end = entry + 1 < index.count() ? index.position(entry + 1) : extent.size();
                FrameCursor cursor = new FrameCursor(
                        open.file(), segment.path, partition.id, index.position(entry), end, index.offset(entry));
                while (cursor.next()) {
                    if (cursor.offset() >= fromOffset
                            && RecordFrame.timestamp(cursor.bytes(), cursor.at()) >= timestampMillis) {
                        return cursor.offset();
                    }
                }
            }
            return -1L;
        });
    }

    /// A cursor that stands before the offset: by the growing segment's index, or else by the one stored beside it.
    private FrameCursor cursor(Extent extent, OpenFiles.OpenFile open, long offset) throws IOException {
        synchronized (state.lock) {
            SparseIndex growing = extent.segment().index;
            if (growing != null) {
                int entry = growing.floor(offset);
                return cursor(extent, open, growing.position(entry), growing.offset(entry));
            }
        }
        SparseIndex index = storedIndex(extent, open);
        int entry = index.floor(offset);
        return cursor(extent, open, index.position(entry), index.offset(entry));
    }

    private static FrameCursor cursor(Extent extent, OpenFiles.OpenFile open, int position, long offset) {
        return new FrameCursor(
                open.file(), extent.segment().path, extent.partition().id, position, extent.size(), offset);
    }

    private SparseIndex wholeIndex(Extent extent, OpenFiles.OpenFile open) throws IOException {
        synchronized (state.lock) {
            SparseIndex growing = extent.segment().index;
            if (growing != null) {
                return growing.copy();
            }
        }
        return storedIndex(extent, open);
    }

    private SparseIndex storedIndex(Extent extent, OpenFiles.OpenFile open) throws IOException {
        SparseIndex index = open.index();
        if (index == null || index.nextOffset() < extent.endOffset()) {
            index = indexes.load(
                    open.file(), extent.partition().id, extent.segment(), extent.size(), extent.endOffset());
            open.index(index);
        }
        return index;
    }

    private @Nullable Extent extentOf(PartitionLog partition, long offset) {
        synchronized (state.lock) {
            Segment segment = partition.segmentOf(offset);
            return segment == null ? null : extent(partition, segment);
        }
    }

    private @Nullable Extent extent(PartitionLog partition, Segment segment) {
        synchronized (state.lock) {
            return segment.deleted ? null : new Extent(partition, segment, segment.size, partition.endOf(segment));
        }
    }

    private <T> @Nullable T use(Extent extent, Use<T> use) {
        Segment segment = extent.segment();
        for (int attempt = 1; ; attempt++) {
            try {
                return useOnce(extent, use);
            } catch (PartitionDamaged e) {
                ports.metrics().damagedRead();
                throw e;
            } catch (ClosedByInterruptException e) {
                forget(segment);
                throw new LogUnavailable("reading '" + segment.path + "' was interrupted");
            } catch (ClosedChannelException e) {
                forget(segment);
                if (attempt == ATTEMPTS) {
                    throw unreadable(segment, e);
                }
            } catch (IOException e) {
                if (isDeleted(segment)) {
                    return null;
                }
                ports.metrics().damagedRead();
                throw unreadable(segment, e);
            }
        }
    }

    private <T> T useOnce(Extent extent, Use<T> use) throws IOException {
        Segment segment = extent.segment();
        OpenFiles.OpenFile open = files.acquire(
                segment.path,
                () -> SegmentFile.openChecked(ports.disk(), segment.path, segment.base, extent.partition().id));
        try {
            return use.with(open);
        } finally {
            files.release(open);
        }
    }

    private boolean isDeleted(Segment segment) {
        synchronized (state.lock) {
            return segment.deleted;
        }
    }

    private void forget(Segment segment) {
        try {
            files.forget(segment.path);
        } catch (IOException e) {
            throw unreadable(segment, e);
        }
    }

    private static PartitionDamaged unreadable(Segment segment, IOException cause) {
        return new PartitionDamaged("cannot read '" + segment.path + "': " + cause.getMessage()
                + "; check the disk, or restore the file from a backup");
    }
}
