package atoll.log.embedded.core;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.wire.Encoder;
import atoll.log.Batch;
import atoll.log.GroupCommit;
import atoll.log.NewRecord;
import atoll.log.embedded.disk.JournalEntry;
import atoll.log.embedded.disk.RecordFrame;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Encodes a batch on the thread that submits it, so that the committer only fills in offsets.
public final class BatchEncoder {
    private static final long MAX_BATCH = 64L << 20;
    private static final int MAX_METADATA = 64 << 10;
    private static final int COUNTS = 8;

    private BatchEncoder() {}

    public static Submission.Content.Encoded encode(
            LogState state, Batch batch, Submission.@Nullable ProducerEpoch producer) {
        Map<PartitionLog, List<Integer>> places = placesByPartition(state, batch.records());
        byte[] commits = commits(state, batch.commits());
        long size = commits.length;
        for (NewRecord record : batch.records()) {
            size += RecordFrame.sizeAtMost(record);
        }
        for (PartitionLog partition : places.keySet()) {
            size += partition.recordsPrefix.length + COUNTS;
        }
        if (size > MAX_BATCH) {
            throw new AtollException(
                    ErrorKind.TOO_LARGE,
                    "a batch has " + size + " bytes: at most " + MAX_BATCH + " are allowed; split it");
        }
        byte[] entries = new byte[(int) size];
        ByteBuffer into = ByteBuffer.wrap(entries);
        List<Run> runs = new ArrayList<>(places.size());
        places.forEach((partition, of) -> runs.add(run(partition, batch.records(), of, entries, into)));
        into.put(commits);
        List<JournalEntry> changes = new ArrayList<>(batch.commits().size());
        batch.commits().forEach(commit -> changes.add(new JournalEntry.Commit(commit)));
        return new Submission.Content.Encoded(entries, into.position(), runs, changes, producer);
    }

    private static Map<PartitionLog, List<Integer>> placesByPartition(LogState state, List<NewRecord> records) {
        if (records.size() == 1) {
            return Map.of(state.partition(records.getFirst().to()), List.of(0));
        }
        Map<PartitionLog, List<Integer>> places = new LinkedHashMap<>();
        for (int i = 0; i < records.size(); i++) {
            places.computeIfAbsent(state.partition(records.get(i).to()), _ -> new ArrayList<>())
                    .add(i);
        }
        return places;
    }

    private static Run run(
            PartitionLog partition, List<NewRecord> records, List<Integer> places, byte[] entries, ByteBuffer into) {
        into.put(partition.recordsPrefix);
        int counts = into.position();
        into.position(counts + COUNTS);
        int from = into.position();
        for (int place : places) {
            RecordFrame.encode(records.get(place), entries, into);
        }
        int to = into.position();
        into.putLong(counts, (long) places.size() << 32 | to - from);
        int[] positions = null;
        if (places.size() != records.size()) {
            positions = new int[places.size()];
            for (int i = 0; i < positions.length; i++) {
                positions[i] = places.get(i);
            }
        }
        return new Run(partition, entries, from, to, places.size(), positions);
    }

    private static byte[] commits(LogState state, List<GroupCommit> commits) {
        if (commits.isEmpty()) {
            return new byte[0];
        }
        Encoder into = new Encoder(64 * commits.size());
        for (GroupCommit commit : commits) {
            var _ = state.partition(commit.partition());
            if (commit.nextOffset() < 0 || commit.group().isEmpty()) {
                throw new AtollException(
                        ErrorKind.INVALID,
                        "commit of group '" + commit.group() + "' at offset '" + commit.nextOffset()
                                + "': the group needs a name and the offset must be at least 0");
            }
            if (commit.metadata().length() > MAX_METADATA || commit.group().length() > MAX_METADATA) {
                throw new AtollException(
                        ErrorKind.TOO_LARGE,
                        "a commit of partition '" + commit.partition() + "' has a group name or metadata of more than "
                                + MAX_METADATA + " characters; keep large state in a topic");
            }
            JournalEntry.encode(commit, into);
        }
        return into.toBytes();
    }
}
