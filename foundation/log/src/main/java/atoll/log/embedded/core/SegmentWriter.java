package atoll.log.embedded.core;

import atoll.base.file.DiskFile;
import atoll.log.embedded.disk.OpenFiles;
import atoll.log.embedded.disk.RecordFrame;
import atoll.log.embedded.disk.SegmentFile;
import atoll.log.embedded.disk.SparseIndex;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Copies records that are durable in the journal to the segment files of their partitions, without syncing them. The
/// committer's own, not thread-safe.
public final class SegmentWriter {
    private static final int BUFFER = 1 << 20;
    /// Records go at the latest one part of the retention's age late.
    private static final int PARTS_OF_AGE = 4;

    private final LogState state;
    private final LogPorts ports;
    private final OpenFiles files;
    private final SegmentIndexes indexes;
    private final int segmentBytes;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);

    public SegmentWriter(LogState state, LogPorts ports, OpenFiles files, SegmentIndexes indexes, int segmentBytes) {
        this.state = state;
        this.ports = ports;
        this.files = files;
        this.indexes = indexes;
        this.segmentBytes = segmentBytes;
    }

    /// Writes all records of the partition that are only in memory. After a failure it can be repeated.
    void flush(PartitionLog partition) throws IOException {
        List<Run> runs = unflushed(partition);
        int next = 0;
        while (next < runs.size()) {
            Segment segment = segmentFor(partition, runs.get(next));
            int end = next + 1;
            long size = segment.size + (long) runs.get(next).size();
            while (end < runs.size() && size + runs.get(end).size() <= segmentBytes) {
                size += runs.get(end).size();
                end++;
            }
            List<Run> fitting = runs.subList(next, end);
            write(segment, fitting);
            publish(partition, segment, fitting);
            next = end;
        }
    }

    private List<Run> unflushed(PartitionLog partition) {
        List<Run> runs = new ArrayList<>();
        synchronized (state.lock) {
            if (partition.flushed < partition.next) {
                partition.tail.collect(partition.flushed, Integer.MAX_VALUE, Long.MAX_VALUE, runs);
            }
        }
        return runs;
    }

    private Segment segmentFor(PartitionLog partition, Run run) throws IOException {
        Segment last = null;
        synchronized (state.lock) {
            if (!partition.beginSegment && !partition.segments.isEmpty()) {
                last = partition.segments.getLast();
            }
        }
        if (last == null || last.size > SegmentFile.HEADER && last.size + (long) run.size() > segmentBytes) {
            return create(partition, run.base());
        }
        if (last.index == null) {
            SparseIndex index = indexes.load(partition.id, last, last.size, partition.flushed);
            synchronized (state.lock) {
                last.index = index;
                if (last.beganMillis == Segment.UNKNOWN && index.count() > 0) {
                    last.beganMillis = Math.min(index.newest(0), last.lastAppendMillis);
                }
            }
        }
        return isOld(partition, last) ? create(partition, run.base()) : last;
    }

    /// Retention deletes whole segments. One that little is written to would keep its first records for as long as it
    /// takes to fill it, so it is closed after a part of the time they are to be kept.
    private boolean isOld(PartitionLog partition, Segment last) {
        long age = partition.topic.spec.retentionAge().toMillis();
        synchronized (state.lock) {
            return age > 0
                    && last.size > SegmentFile.HEADER
                    && last.beganMillis != Segment.UNKNOWN
                    && ports.time().millis() - last.beganMillis > age / PARTS_OF_AGE;
        }
    }

    private Segment create(PartitionLog partition, long base) throws IOException {
        ports.disk().createDirectories(partition.directory);
        Segment segment = new Segment(base, partition.directory.resolve(SegmentFile.name(base)));
        OpenFiles.OpenFile open = files.acquire(segment.path, () -> ports.disk().open(segment.path));
        try {
            open.file().truncate(0);
            open.file().write(SegmentFile.header(base), 0);
        } finally {
            files.release(open);
        }
        segment.size = SegmentFile.HEADER;
        segment.index = new SparseIndex(base);
        segment.dirty = true;
        segment.beganMillis = ports.time().millis();
        synchronized (state.lock) {
            partition.segments.add(segment);
            partition.beginSegment = false;
        }
        return segment;
    }

    private void write(Segment segment, List<Run> runs) throws IOException {
        OpenFiles.OpenFile open = files.acquire(segment.path, () -> ports.disk().open(segment.path));
        try {
            long position = segment.size;
            buffer.clear();
            for (Run run : runs) {
                int from = run.from;
                while (from < run.to) {
                    int piece = Math.min(run.to - from, buffer.remaining());
                    buffer.put(run.bytes, from, piece);
                    from += piece;
                    if (!buffer.hasRemaining()) {
                        position += drain(open.file(), position);
                    }
                }
            }
            drain(open.file(), position);
        } finally {
            files.release(open);
        }
    }

    private int drain(DiskFile file, long position) throws IOException {
        int length = buffer.flip().limit();
        if (length > 0) {
            file.write(buffer, position);
        }
        buffer.clear();
        return length;
    }

    private void publish(PartitionLog partition, Segment segment, List<Run> runs) {
        long now = ports.time().millis();
        synchronized (state.lock) {
            SparseIndex index = segment.index;
            if (index == null) {
                throw new AssertionError("segment '" + segment.path + "' grows without an index");
            }
            int position = segment.size;
            for (Run run : runs) {
                long offset = run.base();
                for (int at = run.from; at < run.to; at += RecordFrame.size(run.bytes, at)) {
                    long timestamp = RecordFrame.timestamp(run.bytes, at);
                    int end = position + RecordFrame.size(run.bytes, at);
                    index.add(offset, position, timestamp, end);
                    segment.newestTimestamp = Math.max(segment.newestTimestamp, timestamp);
                    position = end;
                    offset++;
                }
                partition.flushed = run.end();
            }
            segment.size = position;
            segment.lastAppendMillis = now;
            segment.dirty = true;
        }
    }
}
