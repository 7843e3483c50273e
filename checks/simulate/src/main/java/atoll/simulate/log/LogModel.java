package atoll.simulate.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import atoll.base.error.Check;
import atoll.log.EventLog;
import atoll.log.LogRecord;
import atoll.log.TopicPartition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/// What the log has promised so far, and the check that it keeps it.
final class LogModel {
    static final String GROUP = "readers";
    /// More than a record of the scenario takes in a segment beyond its value, a share of the file's header included.
    private static final int MOST_FRAMING = 200;

    private final Map<Integer, List<TopicPartition>> batches = new HashMap<>();
    private final Map<TopicPartition, NavigableMap<Long, String>> promised = new LinkedHashMap<>();
    private final Map<TopicPartition, Long> mayStartAt = new HashMap<>();
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private final Map<TopicPartition, Long> commitsTried = new HashMap<>();
    private final Map<String, Long> epochs = new HashMap<>();
    private final Set<Integer> forbidden = new HashSet<>();
    private final Set<TopicPartition> neverDeleted;
    private final Map<TopicPartition, Long> retained = new HashMap<>();

    LogModel(List<TopicPartition> partitions, Set<TopicPartition> neverDeleted) {
        partitions.forEach(partition -> promised.put(partition, new TreeMap<>()));
        this.neverDeleted = neverDeleted;
    }

    static int batchOf(String value) {
        return Integer.parseInt(value.substring(0, value.indexOf('.')));
    }

    void submitted(int batch, List<TopicPartition> partitions) {
        batches.put(batch, partitions);
    }

    void forbid(int batch) {
        forbidden.add(batch);
    }

    void acknowledged(TopicPartition partition, long offset, String value) {
        String before = promised(partition).putIfAbsent(offset, value);
        Check.state(
                before == null || before.equals(value),
                "offset " + offset + " of " + partition + " given to '" + before + "' and to '" + value + "'");
    }

    void commitTried(TopicPartition partition, long offset) {
        commitsTried.merge(partition, offset, Math::max);
    }

    void commitAcknowledged(TopicPartition partition, long offset) {
        committed.merge(partition, offset, Math::max);
    }

    void mayDeleteBefore(TopicPartition partition, long offset) {
        mayStartAt.merge(partition, offset, Math::max);
    }

    /// Retention leaves at least this much of the newest records.
    void retains(TopicPartition partition, long bytes) {
        retained.put(partition, bytes);
    }

    /// Each producer's epoch is larger than any given out before, also by an earlier life of the log.
    void epochGiven(String producer, long epoch) {
        long before = epochs.getOrDefault(producer, 0L);
        Check.state(epoch > before, "producer " + producer + " got epoch " + epoch + " after " + before);
        epochs.put(producer, epoch);
    }

    /// Compares all that can be read with all that was promised; what a recovery brought back is promised from then on.
    void verify(EventLog log) {
        Map<Integer, Map<TopicPartition, Integer>> found = new HashMap<>();
        promised.forEach((partition, records) -> verify(log, partition, records, found));
        found.forEach((batch, where) -> {
            Check.state(!forbidden.contains(batch), "batch " + batch + " of a fenced producer is in the log");
            verifyWhole(batch, where);
        });
        promised.keySet().forEach(partition -> verifyCommit(log, partition, found));
    }

    private void verify(
            EventLog log,
            TopicPartition partition,
            NavigableMap<Long, String> records,
            Map<Integer, Map<TopicPartition, Integer>> found) {
        if (log.topic(partition.topic()).isEmpty()) {
            Check.state(records.isEmpty(), "topic " + partition.topic() + " is gone with its records");
            return;
        }
        EventLog.OffsetRange range = log.range(partition);
        long allowed = mayStartAt.getOrDefault(partition, 0L);
        Check.state(range.first() <= allowed, partition + " starts at " + range.first() + ", allowed is " + allowed);
        long last = records.isEmpty() ? -1 : records.lastKey();
        Check.state(range.next() > last, partition + " ends at " + range.next() + ", promised was offset " + last);
        records.headMap(range.first()).clear();
        long at = range.first();
        while (at < range.next()) {
            List<LogRecord> read = log.read(partition, at, 5, 2_000);
            Check.state(!read.isEmpty(), "nothing at offset " + at + " of " + partition);
            for (LogRecord record : read) {
                Check.state(record.offset() == at, partition + " has " + record.offset() + " at offset " + at);
                String value = new String(record.value(), UTF_8);
                acknowledged(partition, at, value);
                found.computeIfAbsent(batchOf(value), _ -> new HashMap<>()).merge(partition, 1, Integer::sum);
                at++;
            }
        }
        if (range.first() > 0) {
            long most = records.values().stream()
                    .mapToLong(value -> value.length() + MOST_FRAMING)
                    .sum();
            long least = retained.getOrDefault(partition, 0L);
            Check.state(most >= least, partition + " was cut to at most " + most + " bytes, " + least + " are to stay");
        }
    }

    private void verifyWhole(int batch, Map<TopicPartition, Integer> found) {
        List<TopicPartition> written = batches.getOrDefault(batch, List.of());
        Map<TopicPartition, Integer> expected = new HashMap<>();
        written.forEach(partition -> expected.merge(partition, 1, Integer::sum));
        found.forEach((partition, count) -> Check.state(
                count <= expected.getOrDefault(partition, 0), "batch " + batch + " is twice in " + partition));
        for (TopicPartition partition : neverDeleted) {
            Check.state(
                    expected.getOrDefault(partition, 0).equals(found.getOrDefault(partition, 0)),
                    "batch " + batch + " is in the log without its records in " + partition);
        }
    }

    private void verifyCommit(
            EventLog log, TopicPartition partition, Map<Integer, Map<TopicPartition, Integer>> found) {
        long least = committed.getOrDefault(partition, 0L);
        long most = commitsTried.getOrDefault(partition, 0L);
        var position = log.committed(GROUP, partition);
        long now = position.map(p -> p.nextOffset()).orElse(0L);
        Check.state(
                now >= least && now <= most,
                partition + " is committed at " + now + ", promised " + least + ", tried " + most);
        commitAcknowledged(partition, now);
        position.ifPresent(p -> Check.state(
                found.containsKey(Integer.parseInt(p.metadata())),
                "position of batch " + p.metadata() + " is there, its records are not"));
    }

    /// A promised record, or nothing if there is none; compared at any time, also while appends are refused.
    void verifyOne(EventLog log, long choice) {
        List<TopicPartition> partitions = new ArrayList<>(promised.keySet());
        TopicPartition partition = partitions.get((int) Math.floorMod(choice, (long) partitions.size()));
        NavigableMap<Long, String> records = promised(partition);
        if (records.isEmpty()) {
            return;
        }
        EventLog.OffsetRange range = log.range(partition);
        var entry = records.ceilingEntry(Math.max(range.first(), range.next() - 1 - choice % 50));
        if (entry == null) {
            return;
        }
        LogRecord record = log.read(partition, entry.getKey(), 1, 1).getFirst();
        Check.state(
                new String(record.value(), UTF_8).equals(entry.getValue()),
                partition + " has another record at offset " + entry.getKey());
    }

    private NavigableMap<Long, String> promised(TopicPartition partition) {
        return promised.computeIfAbsent(partition, _ -> new TreeMap<>());
    }
}
