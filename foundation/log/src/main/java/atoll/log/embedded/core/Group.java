package atoll.log.embedded.core;

import atoll.log.ProducerFenced;
import atoll.log.embedded.disk.JournalEntry;
import atoll.log.embedded.disk.JournalFile;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The appends that one journal frame makes durable, with their offsets. The committer's own.
public final class Group implements JournalFile.Parts {
    private final LogState state;
    private final List<Submission> members = new ArrayList<>();
    private final List<byte[]> parts = new ArrayList<>();
    private final List<Integer> lengths = new ArrayList<>();
    private final List<JournalEntry> changes = new ArrayList<>();
    private final Set<PartitionLog> partitions = new LinkedHashSet<>();
    private long records;

    Group(LogState state) {
        this.state = state;
    }

    /// Takes the append in, or fails it if its producer is fenced or it cannot be applied.
    void add(Submission submission) {
        switch (submission.content) {
            case Submission.Content.Encoded batch -> addBatch(submission, batch);
            case Submission.Content.OpenProducer open -> {
                long epoch = state.epoch(open.name()) + 1;
                var change = new JournalEntry.Epoch(open.name(), epoch);
                addChange(submission, change, JournalEntry.encode(change));
            }
            case Submission.Content.SetTopic set -> {
                Topic topic = state.topics.get(set.set().topic());
                if (topic != null && topic.partitions.size() != set.set().spec().partitions()) {
                    submission.fail(Topic.otherPartitions(topic, set.set().spec()));
                } else {
                    addChange(submission, set.set(), JournalEntry.encode(set.set()));
                }
            }
            case Submission.Content.DeleteBefore delete -> {
                long first;
                synchronized (state.lock) {
                    first = delete.partition().startFor(delete.offset());
                }
                var change = new JournalEntry.StartMoved(delete.partition().id, first);
                addChange(submission, change, JournalEntry.encode(change));
            }
        }
    }

    private void addBatch(Submission submission, Submission.Content.Encoded batch) {
        Submission.ProducerEpoch producer = batch.producer();
        if (producer != null && state.epoch(producer.name()) != producer.epoch()) {
            submission.fail(fenced(producer.name()));
            return;
        }
        for (Run run : batch.runs()) {
            if (partitions.add(run.partition)) {
                run.partition.assigned = run.partition.next;
            }
            run.assign(run.partition.assigned);
            run.partition.assigned += run.count;
            records += run.count;
        }
        changes.addAll(batch.commits());
        take(submission, batch.entries(), batch.length());
    }

    private void addChange(Submission submission, JournalEntry change, byte[] encoded) {
        changes.add(change);
        take(submission, encoded, encoded.length);
    }

    private void take(Submission submission, byte[] bytes, int length) {
        members.add(submission);
        parts.add(bytes);
        lengths.add(length);
    }

    public static ProducerFenced fenced(String producer) {
        return new ProducerFenced("producer '" + producer
                + "' is fenced: a newer producer of this name was opened; stop this one and let the newer one work");
    }

    /// Makes the group visible; called once it is durable.
    void publish() {
        synchronized (state.lock) {
            for (Submission member : members) {
                if (member.content instanceof Submission.Content.Encoded batch) {
                    batch.runs().forEach(state::publish);
                }
            }
            changes.forEach(state::apply);
        }
    }

    /// The offsets of a member's records in the order of its batch; for a new producer its epoch.
    long[] result(Submission member) {
        return switch (member.content) {
            case Submission.Content.Encoded batch -> offsets(batch.runs());
            case Submission.Content.OpenProducer open -> new long[] {state.epoch(open.name())};
            case Submission.Content.SetTopic _, Submission.Content.DeleteBefore _ -> new long[0];
        };
    }

    private static long[] offsets(List<Run> runs) {
        int total = 0;
        for (Run run : runs) {
            total += run.count;
        }
        long[] offsets = new long[total];
        for (Run run : runs) {
            int @Nullable [] places = run.places;
            for (int i = 0; i < run.count; i++) {
                offsets[places == null ? i : places[i]] = run.base() + i;
            }
        }
        return offsets;
    }

    List<Submission> members() {
        return members;
    }

    Set<PartitionLog> partitions() {
        return partitions;
    }

    long records() {
        return records;
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    @Override
    public int count() {
        return parts.size();
    }

    @Override
    public byte[] bytes(int part) {
        return parts.get(part);
    }

    @Override
    public int length(int part) {
        return lengths.get(part);
    }
}
