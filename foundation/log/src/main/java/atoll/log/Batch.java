package atoll.log;

import java.util.List;

/// Records for any topics and positions of any groups that become durable and visible together or not at all.
///
/// Records for one partition get consecutive offsets in list order.
public record Batch(List<NewRecord> records, List<GroupCommit> commits) {
    public Batch {
        records = List.copyOf(records);
        commits = List.copyOf(commits);
    }

    public static Batch of(NewRecord record) {
        return new Batch(List.of(record), List.of());
    }

    public static Batch of(List<NewRecord> records) {
        return new Batch(records, List.of());
    }
}
