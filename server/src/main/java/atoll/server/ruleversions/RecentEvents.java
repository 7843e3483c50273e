package atoll.server.ruleversions;

import atoll.base.error.AtollException;
import atoll.base.time.Deadline;
import atoll.changeprop.Envelope;
import atoll.changeprop.rule.template.EventView;
import atoll.log.EventLog;
import atoll.log.LogRecord;
import atoll.log.TopicPartition;
import atoll.log.TopicSpec;
import atoll.server.admin.ports.AdminPorts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The newest events of all streams. Each partition gives its share, and what is left of theirs goes to nobody; bounded
/// in
/// bytes and time.
final class RecentEvents {
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final long BYTES = 64L << 20;
    private static final long BYTES_A_READ = 4L << 20;
    private static final int LEAST_SHARE = 10;

    private final AdminPorts ports;

    RecentEvents(AdminPorts ports) {
        this.ports = ports;
    }

    record Event(String stream, LogRecord record) {
        /// As admission and executors see it.
        EventView view() {
            Envelope envelope = Envelope.of(record);
            String filled = envelope.filledId();
            return new EventView(record.value(), filled == null ? "-" : filled, envelope.received());
        }
    }

    List<Event> newest(int count) {
        List<TopicPartition> partitions = partitions();
        int share = Math.max(LEAST_SHARE, count / Math.max(1, partitions.size()));
        Deadline end = Deadline.after(ports.time(), LONGEST);
        List<Event> events = new ArrayList<>();
        long bytes = 0;
        for (TopicPartition partition : partitions) {
            if (bytes > BYTES || end.isPassed()) {
                break;
            }
            for (LogRecord record : newest(partition, Math.min(share, count))) {
                bytes += record.value().length;
                events.add(new Event(ports.streamOf(partition.topic()), record));
            }
        }
        return events.stream()
                .sorted(Comparator.comparingLong((Event event) -> event.record.timestampMillis())
                        .reversed())
                .limit(count)
                .toList();
    }

    private List<TopicPartition> partitions() {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : ports.eventTopics()) {
            int count = ports.log().topic(topic).map(TopicSpec::partitions).orElse(0);
            for (int number = 0; number < count; number++) {
                EventLog.OffsetRange range = ports.log().range(new TopicPartition(topic, number));
                if (range.first() < range.next()) {
                    partitions.add(new TopicPartition(topic, number));
                }
            }
        }
        return partitions;
    }

    private List<LogRecord> newest(TopicPartition partition, int count) {
        try {
            EventLog.OffsetRange range = ports.log().range(partition);
            return ports.log().read(partition, Math.max(range.first(), range.next() - count), count, BYTES_A_READ);
        } catch (AtollException e) {
            // Damaged, or deleted meanwhile: the other streams show enough.
            return List.of();
        }
    }
}
