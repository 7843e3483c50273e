package atoll.log.embedded.core;

import atoll.log.embedded.disk.SegmentFile;
import atoll.log.embedded.disk.SparseIndex;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// One segment file of a partition. Everything that changes is guarded by the state's lock.
final class Segment {
    static final long UNKNOWN = Long.MIN_VALUE;

    final long base;
    final Path path;
    /// Bytes that hold whole records, the header included.
    int size;
    /// The newest record timestamp.
    long newestTimestamp = Long.MIN_VALUE;
    /// When it was last written to, so that records with old timestamps are not deleted on arrival.
    long lastAppendMillis;
    /// When its first record came; [#UNKNOWN] after a restart, until its index is there again.
    long beganMillis = UNKNOWN;
    /// Written since it was last synced.
    boolean dirty;
    /// Deleted by retention; the file goes, or is gone.
    boolean deleted;
    /// Kept in memory while the segment grows and until its index file is written.
    @Nullable
    SparseIndex index;

    Segment(long base, Path path) {
        this.base = base;
        this.path = path;
    }

    Path indexPath() {
        return path.resolveSibling(SegmentFile.indexName(base));
    }

    long ageFrom() {
        return Math.max(newestTimestamp, lastAppendMillis);
    }
}
