package atoll.log;

import atoll.base.time.Deadline;
import atoll.base.time.Wakeup;
import java.util.List;
import java.util.Optional;

/// Durable topics of ordered records.
///
/// **Durability**: an append that was acknowledged ([Appending#await] returned) is never lost, and is returned byte for
/// byte. An append that failed or timed out may be there or not. **Order**: within a partition, offsets grow by one
/// without gaps from the first record; across partitions there is no order, except that a [Batch] becomes visible as a
/// whole. **Reads** see acknowledged records only. **Threads**: safe for use by many threads; calls may block on disk.
///
/// Not promised: that record timestamps grow with offsets; that a record older than the topic's retention is gone.
public interface EventLog extends AutoCloseable {

    /// Creates the topic if it is absent. An existing topic keeps its partitions; retention is updated.
    ///
    /// @throws atoll.base.error.AtollException CONFLICT if it exists with another number of partitions
    void createTopic(String topic, TopicSpec spec);

    /// As above, but gives up at the deadline; the topic may be there later all the same. A log that never waits for
    /// long need not look at the deadline.
    ///
    /// @throws LogUnavailable if it was not durable in time
    default void createTopic(String topic, TopicSpec spec, Deadline deadline) throws InterruptedException {
        createTopic(topic, spec);
    }

    Optional<TopicSpec> topic(String topic);

    /// All topic names, sorted.
    List<String> topics();

    /// Appends without fencing.
    Appending submit(Batch batch);

    /// Appends without fencing and waits until durable.
    default long[] append(Batch batch, Deadline deadline) throws InterruptedException {
        return submit(batch).await(deadline);
    }

    /// Opens a producer and fences every older producer of this name, for good, also across restarts.
    Producer openProducer(String name);

    /// The records from an offset on, as many as fit into the limits, at least one if there is one. Empty at the end.
    ///
    /// @throws OffsetOutOfRange if the offset is before the first kept record or behind the end
    /// @throws PartitionDamaged if a stored record is damaged; says where and what to do
    List<LogRecord> read(TopicPartition partition, long fromOffset, int maxRecords, long maxBytes);

    /// As [#read], but waits for a record if there is none yet. Empty when the deadline has passed.
    List<LogRecord> read(TopicPartition partition, long fromOffset, int maxRecords, long maxBytes, Deadline deadline)
            throws InterruptedException;

    /// First kept and next offset.
    OffsetRange range(TopicPartition partition);

    /// The first kept offset whose record's timestamp is at or after the given one, or the end.
    long offsetAt(TopicPartition partition, long timestampMillis);

    /// Bytes on disk of a partition.
    long sizeInBytes(TopicPartition partition);

    Optional<CommittedOffset> committed(String group, TopicPartition partition);

    /// Signals the wakeup whenever records became visible in a topic whose name starts with the prefix, until closed.
    AutoCloseable onAppend(String topicPrefix, Wakeup wakeup);

    /// Lets the log delete records before the offset, whatever the retention says. Deletes in whole segments, so some
    /// may stay.
    void deleteBefore(TopicPartition partition, long offset);

    /// Why appends are refused at present; empty if they are not.
    Optional<String> refusal();

    @Override
    void close();

    /// The offsets a partition holds: `[first, next)`.
    record OffsetRange(long first, long next) {}
}
