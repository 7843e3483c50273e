package atoll.log.embedded;

import java.util.ArrayList;
import java.util.List;

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
        return new PendingCheckpoint(Checkpoint.of(state, firstJournal), written, removed);
    }
}
