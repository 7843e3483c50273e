package atoll.log.embedded.core;

import atoll.base.time.Wakeup;
import atoll.log.TopicPartition;
import atoll.log.embedded.disk.JournalEntry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One partition: its segments on disk and its newest records in memory. Guarded by the state's lock, except where
/// said.
///
/// ```
///   first        tail starts     flushed       next
///     |--------------|==============|------------|
///     [  in segment files           ]
///                    [  in memory                ]
/// ```
public final class PartitionLog {
    final TopicPartition id;
    final Topic topic;
    final Path directory;
    final byte[] recordsPrefix;
    final List<Segment> segments = new ArrayList<>();
    final Tail tail = new Tail();
    final List<Wakeup> readers = new ArrayList<>();
    long first;
    long next;
    long flushed;
    /// The next record begins a new segment although the last one has room.
    boolean beginSegment = true;
    /// The committer's own: offsets given out in the group being written.
    long assigned;

    PartitionLog(Topic topic, TopicPartition id, Path directory) {
        this.topic = topic;
        this.id = id;
        this.directory = directory;
        this.recordsPrefix = JournalEntry.recordsPrefix(id);
    }

    long tailStart() {
        return tail.isEmpty() ? next : tail.get(0).base();
    }

    void publish(Run run) {
        tail.add(run);
        next = run.end();
    }

    /// The segment whose file holds the offset; null if none does.
    @Nullable
    Segment segmentOf(long offset) {
        Segment found = null;
        for (Segment segment : segments) {
            if (segment.base > offset) {
                break;
            }
            found = segment;
        }
        return found;
    }

    /// Where the records of the segment end.
    long endOf(Segment segment) {
        int following = segments.indexOf(segment) + 1;
        return following < segments.size() ? segments.get(following).base : flushed;
    }

    boolean isLast(Segment segment) {
        return !segments.isEmpty() && segments.getLast() == segment;
    }

    /// The first offset that stays if all whole segments before the offset go.
    long startFor(long offset) {
        if (offset >= next && flushed == next) {
            return next;
        }
        Segment segment = segmentOf(Math.min(offset, flushed));
        return segment == null ? first : Math.max(first, segment.base);
    }

    /// Forgets what is before the offset, and returns the segments whose files can go.
    List<Segment> moveStart(long offset) {
        first = Math.max(first, Math.min(offset, next));
        List<Segment> gone = new ArrayList<>();
        while (!segments.isEmpty() && endOf(segments.getFirst()) <= first) {
            Segment segment = segments.removeFirst();
            segment.deleted = true;
            gone.add(segment);
        }
        if (segments.isEmpty()) {
            beginSegment = true;
        }
        return gone;
    }

    long sizeInBytes() {
        long size = 0;
        for (Segment segment : segments) {
            size += segment.size;
        }
        for (int i = tail.count() - 1; i >= 0 && tail.get(i).base() >= flushed; i--) {
            size += tail.get(i).size();
        }
        return size;
    }
}
