package atoll.server.admin.jobs;

import atoll.base.time.Deadline;
import atoll.changeprop.Envelope;
import atoll.changeprop.rule.Rule;
import atoll.log.EventLog;
import atoll.log.LogRecord;
import atoll.log.TopicPartition;
import atoll.log.TopicSpec;
import atoll.server.admin.ports.AdminPorts;
import atoll.server.admin.wire.AdminJson;
import atoll.server.admin.wire.Text;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Says of an event that no delivery knows what became of it, by looking for it in the log. The newest records of each
/// topic are searched, for a bounded time.
final class EventSearch {
    private static final Duration LONGEST = Duration.ofSeconds(3);
    private static final int CHUNK = 500;
    private static final long CHUNK_BYTES = 8L << 20;
    private static final long NEWEST = 50_000;
    private static final int SHORTEST_ID = 4;
    private static final int LONGEST_COMPLAINT = 500;

    private final AdminPorts ports;

    EventSearch(AdminPorts ports) {
        this.ports = ports;
    }

    private record Place(TopicPartition partition, LogRecord record) {}

    /// @param isWhole false if not all records were looked at
    private record Search(List<Place> places, boolean isWhole) {}

    void explain(String eventId, ObjectNode answer) throws InterruptedException {
        Search search = eventId.length() < SHORTEST_ID ? new Search(List.of(), true) : search(eventId);
        ArrayNode records = answer.putArray("records");
        for (Place place : search.places) {
            Envelope envelope = Envelope.of(place.record);
            records.addObject()
                    .put("topic", place.partition.topic())
                    .put("partition", place.partition.partition())
                    .put("offset", place.record.offset())
                    .put("received", AdminJson.time(envelope.received()))
                    .put("bytes", place.record.value().length)
                    .put("explanation", why(place));
        }
        answer.put(
                "explanation",
                search.places.isEmpty() ? unseen(search.isWhole) : "no delivery is known, but records are");
    }

    private String why(Place place) {
        Optional<String> complaint = ErrorQuote.complaint(place.record.value());
        return complaint
                .map(message -> "refused: " + Text.oneLine(message, LONGEST_COMPLAINT)
                        + "; this record quotes the event, nothing works on it")
                .orElseGet(() -> why(place.partition.topic()));
    }

    private String why(String topic) {
        String stream = ports.streamOf(topic);
        List<String> rules =
                ports.rules().get().matching(stream).stream().map(Rule::name).toList();
        long unread = ports.admissions().unread(topic);
        if (rules.isEmpty()) {
            return "matched no rule: none of the loaded rules reads the stream '" + stream + "'";
        }
        String later = unread == 0
                ? "a canary event, or finished longer ago than the history is kept"
                : "not admitted yet (" + unread
                        + " records of this topic wait for admission), or finished longer ago than"
                        + " the history is kept";
        return later + "; rules that read the stream: " + String.join(", ", rules);
    }

    private static String unseen(boolean isWhole) {
        return "no delivery knows this event, and it is not among "
                + (isWhole ? "the records of the log" : "the newest records of the log, older ones were not searched")
                + ": it was never accepted, has another id, or is older than the retention of its stream";
    }

    private Search search(String eventId) {
        Deadline end = Deadline.after(ports.time(), LONGEST);
        byte[] wanted = eventId.getBytes(StandardCharsets.UTF_8);
        List<Place> found = new ArrayList<>();
        boolean isWhole = true;
        for (String topic : ports.eventTopics()) {
            int partitions = ports.log().topic(topic).map(TopicSpec::partitions).orElse(0);
            for (int number = 0; number < partitions; number++) {
                isWhole &= search(new TopicPartition(topic, number), wanted, eventId, found, end);
            }
        }
        return new Search(found, isWhole);
    }

    /// From the newest chunk backwards. True if all records were looked at.
    private boolean search(TopicPartition partition, byte[] wanted, String eventId, List<Place> found, Deadline end) {
        EventLog.OffsetRange range = ports.log().range(partition);
        long first = Math.max(range.first(), range.next() - NEWEST);
        long before = range.next();
        while (before > first && !end.isPassed()) {
            long from = Math.max(first, before - CHUNK);
            long next = from;
            while (next < before && !end.isPassed()) {
                List<LogRecord> records = ports.log().read(partition, next, (int) (before - next), CHUNK_BYTES);
                if (records.isEmpty()) {
                    return false;
                }
                for (LogRecord record : records) {
                    if (isOf(record, wanted, eventId)) {
                        found.add(new Place(partition, record));
                    }
                }
                next = records.getLast().offset() + 1;
            }
            before = from;
        }
        return before <= range.first();
    }

    /// The id stands in quotes in the event, in escaped ones in an error event that quotes it, or was given to it by
    /// the
    /// intake.
    private static boolean isOf(LogRecord record, byte[] wanted, String eventId) {
        byte[] value = record.value();
        for (int i = 1; i + wanted.length < value.length; i++) {
            byte behind = value[i + wanted.length];
            if (value[i - 1] == '"' && (behind == '"' || behind == '\\') && startsAt(value, i, wanted)) {
                return true;
            }
        }
        return record.header(Envelope.HEADER) != null
                && eventId.equals(Envelope.of(record).filledId());
    }

    private static boolean startsAt(byte[] value, int at, byte[] wanted) {
        for (int i = 0; i < wanted.length; i++) {
            if (value[at + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }
}
