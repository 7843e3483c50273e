package atoll.log;

/// A consumer group's new position in a partition.
///
/// @param nextOffset the offset of the first record the group has not finished with
/// @param metadata a short text kept with the position and returned with it
public record GroupCommit(String group, TopicPartition partition, long nextOffset, String metadata) {}
