package atoll.server.admin;

import atoll.base.time.Deadline;
import atoll.base.time.Wakeup;
import atoll.log.Appending;
import atoll.log.Batch;
import atoll.log.CommittedOffset;
import atoll.log.EventLog;
import atoll.log.Header;
import atoll.log.LogRecord;
import atoll.log.Producer;
import atoll.log.TopicPartition;
import atoll.log.TopicSpec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// A log for reading: tests put records in directly.
public final class MemoryEventLog implements EventLog {
    private final Map<String, TopicSpec> topics = new TreeMap<>();
    private final Map<TopicPartition, List<LogRecord>> records = new ConcurrentHashMap<>();

    @Override
    public void createTopic(String topic, TopicSpec spec) {
        topics.put(topic, spec);
    }

    /// Appends to partition 0 of a topic that is created if it is absent.
    public void add(String topic, String value) {
        add(topic, value.getBytes(StandardCharsets.UTF_8), List.of());
    }

    public void add(String topic, byte[] value, List<Header> headers) {
        topics.putIfAbsent(topic, TopicSpec.keepAll(1));
        List<LogRecord> partition = records.computeIfAbsent(new TopicPartition(topic, 0), _ -> new ArrayList<>());
        partition.add(new LogRecord(partition.size(), 1_767_225_600_000L, null, headers, value));
    }

    @Override
    public Optional<TopicSpec> topic(String topic) {
        return Optional.ofNullable(topics.get(topic));
    }

    @Override
    public List<String> topics() {
        return List.copyOf(topics.keySet());
    }

    @Override
    public Appending submit(Batch batch) {
        throw new AssertionError("the admin API never appends");
    }

    @Override
    public Producer openProducer(String name) {
        throw new AssertionError("the admin API never appends");
    }

    @Override
    public List<LogRecord> read(TopicPartition partition, long fromOffset, int maxRecords, long maxBytes) {
        return records.getOrDefault(partition, List.of()).stream()
                .skip(fromOffset)
                .limit(maxRecords)
                .toList();
    }

    @Override
    public List<LogRecord> read(
            TopicPartition partition, long fromOffset, int maxRecords, long maxBytes, Deadline deadline) {
        return read(partition, fromOffset, maxRecords, maxBytes);
    }

    @Override
    public OffsetRange range(TopicPartition partition) {
        return new OffsetRange(0, records.getOrDefault(partition, List.of()).size());
    }

    @Override
    public long offsetAt(TopicPartition partition, long timestampMillis) {
        return 0;
    }

    @Override
    public long sizeInBytes(TopicPartition partition) {
        return records.getOrDefault(partition, List.of()).stream()
                .mapToLong(record -> record.value().length)
                .sum();
    }

    @Override
    public Optional<CommittedOffset> committed(String group, TopicPartition partition) {
        return Optional.empty();
    }

    @Override
    public AutoCloseable onAppend(String topicPrefix, Wakeup wakeup) {
        return () -> {};
    }

    @Override
    public void deleteBefore(TopicPartition partition, long offset) {
        throw new AssertionError("the admin API never deletes");
    }

    @Override
    public Optional<String> refusal() {
        return Optional.empty();
    }

    @Override
    public void close() {}
}
