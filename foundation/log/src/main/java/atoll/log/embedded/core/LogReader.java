package atoll.log.embedded.core;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.time.Deadline;
import atoll.base.time.Wakeup;
import atoll.log.LogRecord;
import atoll.log.OffsetOutOfRange;
import atoll.log.embedded.disk.RecordFrame;
import atoll.log.embedded.disk.SegmentFile;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads from memory what is there, the rest from segment files. Safe for use by many threads.
public final class LogReader {
    private final LogState state;
    private final SegmentReader segments;
    private final Submission.Waiting waiting;

    public LogReader(LogState state, SegmentReader segments, Submission.Waiting waiting) {
        this.state = state;
        this.segments = segments;
        this.waiting = waiting;
    }

    public List<LogRecord> read(PartitionLog partition, long fromOffset, int maxRecords, long maxBytes) {
        if (maxRecords < 1) {
            throw new AtollException(ErrorKind.INVALID, "max records is '" + maxRecords + "': must be at least 1");
        }
        while (true) {
            List<Run> runs = new ArrayList<>();
            boolean inMemory;
            synchronized (state.lock) {
                checkRange(partition, fromOffset);
                if (fromOffset == partition.next) {
                    return List.of();
                }
                inMemory = fromOffset >= partition.tailStart();
                if (inMemory) {
                    partition.tail.collect(fromOffset, maxRecords, maxBytes, runs);
                }
            }
            List<LogRecord> records = inMemory
                    ? SegmentReader.decode(runs, fromOffset, maxRecords, maxBytes)
                    : segments.read(partition, fromOffset, maxRecords, maxBytes);
            if (records != null) {
                return records;
            }
        }
    }

    public List<LogRecord> read(
            PartitionLog partition, long fromOffset, int maxRecords, long maxBytes, Deadline deadline)
            throws InterruptedException {
        List<LogRecord> records = read(partition, fromOffset, maxRecords, maxBytes);
        if (!records.isEmpty()) {
            return records;
        }
        Wakeup wakeup = waiting.time().newWakeup();
        synchronized (state.lock) {
            partition.readers.add(wakeup);
        }
        try {
            while (true) {
                records = read(partition, fromOffset, maxRecords, maxBytes);
                if (!records.isEmpty() || deadline.isPassed()) {
                    return records;
                }
                if (!waiting.stepped()) {
                    var _ = wakeup.await(deadline.left());
                }
            }
        } finally {
            synchronized (state.lock) {
                partition.readers.remove(wakeup);
            }
        }
    }

    public long offsetAt(PartitionLog partition, long timestampMillis) {
        while (true) {
            long first;
            long flushed;
            long next;
            List<Segment> candidates = new ArrayList<>();
            List<Run> unflushed = new ArrayList<>();
            synchronized (state.lock) {
                first = partition.first;
                flushed = partition.flushed;
                next = partition.next;
                for (Segment segment : partition.segments) {
                    if (segment.newestTimestamp >= timestampMillis && segment.size > SegmentFile.HEADER) {
                        candidates.add(segment);
                    }
                }
                if (flushed < next) {
                    partition.tail.collect(flushed, Integer.MAX_VALUE, Long.MAX_VALUE, unflushed);
                }
            }
            Long found = search(partition, candidates, first, timestampMillis);
            if (found != null) {
                return found >= 0 ? found : search(unflushed, Math.max(first, flushed), timestampMillis, next);
            }
        }
    }

    private @Nullable Long search(PartitionLog partition, List<Segment> candidates, long first, long timestampMillis) {
        for (Segment segment : candidates) {
            Long found = segments.offsetAt(partition, segment, first, timestampMillis);
            if (found == null || found >= 0) {
                return found;
            }
        }
        return -1L;
    }

    private static long search(List<Run> runs, long first, long timestampMillis, long end) {
        for (Run run : runs) {
            int at = run.from;
            for (long offset = run.base(); offset < run.end(); offset++) {
                if (offset >= first && RecordFrame.timestamp(run.bytes, at) >= timestampMillis) {
                    return offset;
                }
                at += RecordFrame.size(run.bytes, at);
            }
        }
        return end;
    }

    private static void checkRange(PartitionLog partition, long offset) {
        if (offset < partition.first || offset > partition.next) {
            throw new OffsetOutOfRange("offset '" + offset + "' of partition '" + partition.id
                    + "' is out of range: it holds " + partition.first + " to " + partition.next
                    + " (exclusive); read from one of these");
        }
    }
}
