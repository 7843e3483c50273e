package atoll.changeprop.admission;

import atoll.log.EventLog;
import atoll.log.LogRecord;
import atoll.log.NewRecord;
import atoll.log.TopicPartition;
import atoll.log.TopicSpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Where records go that are not events: a stream of error events that quote what came.
final class ErrorStream {
    /// Name without datacenter prefix.
    static final String STREAM = "changeprop.error";

    private static final int LONGEST_QUOTE = 64 * 1024;
    private static final TopicSpec SPEC = new TopicSpec(1, Duration.ofDays(30), 0);
    private static final JsonMapper JSON = new JsonMapper();

    private final EventLog log;
    private final String topic;

    ErrorStream(EventLog log, String datacenter) {
        this.log = log;
        this.topic = datacenter + "." + STREAM;
    }

    void createIfAbsent() {
        if (log.topic(topic).isEmpty()) {
            log.createTopic(topic, SPEC);
        }
    }

    /// The error event's id depends on the record alone, so a record that is read twice gives one id.
    NewRecord record(TopicPartition from, LogRecord record, String message, Instant now) {
        String place = from + "/" + record.offset();
        ObjectNode event = JSON.createObjectNode();
        event.put("$schema", "/error/2.1.0");
        ObjectNode meta = event.putObject("meta");
        meta.put("stream", STREAM);
        meta.put(
                "id",
                UUID.nameUUIDFromBytes(place.getBytes(StandardCharsets.UTF_8)).toString());
        meta.put("dt", now.toString());
        event.put("emitter_id", "admission");
        event.put("errored_stream_name", from.topic());
        event.put("error_type", "unreadable");
        event.put("message", message + " (record " + place + ", " + record.value().length + " bytes)");
        int quoted = Math.min(LONGEST_QUOTE, record.value().length);
        event.put("raw_event", new String(record.value(), 0, quoted, StandardCharsets.UTF_8));
        return new NewRecord(
                new TopicPartition(topic, 0), now.toEpochMilli(), null, List.of(), JSON.writeValueAsBytes(event));
    }
}
