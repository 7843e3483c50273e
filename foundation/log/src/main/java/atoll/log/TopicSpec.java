package atoll.log;

import java.time.Duration;

/// How a topic is laid out and how long it keeps records.
///
/// @param partitions how many partitions, at least 1
/// @param retentionAge records older than this may be deleted; zero keeps them for ever
/// @param retentionBytes oldest records may be deleted once a partition is larger than this; zero is no bound
public record TopicSpec(int partitions, Duration retentionAge, long retentionBytes) {
    public TopicSpec {
        if (partitions < 1) {
            throw new IllegalArgumentException("partitions is " + partitions + ": must be at least 1");
        }
    }

    /// One partition that keeps everything until [EventLog#deleteBefore].
    public static TopicSpec keepAll(int partitions) {
        return new TopicSpec(partitions, Duration.ZERO, 0);
    }
}
