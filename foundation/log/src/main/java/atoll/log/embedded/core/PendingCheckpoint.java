package atoll.log.embedded.core;

import atoll.log.GroupCommit;
import atoll.log.TopicSpec;
import atoll.log.embedded.disk.Checkpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A checkpoint that holds once the segments written since the last one are synced.
///
/// @param written segments to sync first
/// @param removed segments whose files can be deleted once no checkpoint names them
record PendingCheckpoint(Checkpoint checkpoint, List<Written> written, List<Segment> removed) {

    /// A segment and how far it was written when the checkpoint was taken.
    record Written(Segment segment, int size, boolean growing) {}

    /// Under the state's lock, with all records flushed.
    static PendingCheckpoint of(LogState state, long firstJournal) {
        List<Written> written = new ArrayList<>();
        for (PartitionLog partition : state.partitions()) {
            for (Segment segment : partition.segments) {
                boolean growing = partition.isLast(segment);
                if (segment.dirty) {
                    segment.dirty = false;
                    written.add(new Written(segment, segment.size, growing));
                } else if (growing) {
                    segment.index = null;
                }
            }
        }
        List<Segment> removed = List.copyOf(state.deleted);
        state.deleted.clear();
        return new PendingCheckpoint(checkpoint(state, firstJournal), written, removed);
    }

    private static Checkpoint checkpoint(LogState state, long firstJournal) {
        Map<String, TopicSpec> topics = new TreeMap<>();
        List<Checkpoint.PartitionEnd> partitions = new ArrayList<>();
        for (Topic topic : state.topics.values()) {
            topics.put(topic.name, topic.spec);
            for (PartitionLog partition : topic.partitions) {
                List<Checkpoint.SegmentEnd> segments = new ArrayList<>();
                for (Segment segment : partition.segments) {
                    segments.add(new Checkpoint.SegmentEnd(
                            segment.base, segment.size, segment.newestTimestamp, segment.lastAppendMillis));
                }
                partitions.add(new Checkpoint.PartitionEnd(
                        partition.id, partition.first, partition.next, partition.beginSegment, segments));
            }
        }
        List<GroupCommit> commits = new ArrayList<>();
        state.commits.forEach((key, position) ->
                commits.add(new GroupCommit(key.group(), key.partition(), position.nextOffset(), position.metadata())));
        return new Checkpoint(firstJournal, topics, partitions, commits, new TreeMap<>(state.epochs));
    }
}
