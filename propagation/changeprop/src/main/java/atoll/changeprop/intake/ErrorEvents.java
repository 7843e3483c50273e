package atoll.changeprop.intake;

import atoll.base.id.Ids;
import atoll.changeprop.Envelope;
import atoll.log.NewRecord;
import atoll.log.TopicPartition;
import atoll.log.TopicSpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Writes invalid events down as error events (`/error/2.1.0`), whole, in the stream `atoll.error.validation`.
final class ErrorEvents {
    static final String STREAM = "atoll.error.validation";

    /// Thirty days, at most two gibibytes: producers decide how many there are.
    static final TopicSpec TOPIC = new TopicSpec(1, Duration.ofDays(30), 2L << 30);

    private static final JsonMapper JSON = new JsonMapper();

    private final Ids ids;

    ErrorEvents(Ids ids) {
        this.ids = ids;
    }

    NewRecord record(String topic, Judged.Invalid invalid, Instant received, @Nullable String requestId) {
        String now = DateTimeFormatter.ISO_INSTANT.format(received);
        ObjectNode event = JSON.createObjectNode();
        event.put("$schema", "/error/2.1.0");
        ObjectNode meta = event.putObject("meta");
        meta.put("stream", STREAM);
        meta.put("id", ids.nextUuid().toString());
        meta.put("dt", now);
        putIfPresent(meta, "domain", invalid.domain());
        putIfPresent(meta, "request_id", requestId);
        event.put("dt", now);
        event.put("emitter_id", "atoll.intake");
        event.put("error_type", "ValidationError");
        event.put("message", Text.clean(invalid.message()));
        putIfPresent(event, "errored_schema_uri", invalid.schemaUri());
        putIfPresent(event, "errored_stream_name", invalid.stream());
        event.put("raw_event", new String(invalid.bytes(), StandardCharsets.UTF_8));
        return new NewRecord(
                new TopicPartition(topic, 0),
                received.toEpochMilli(),
                null,
                new Envelope(received, null).asHeaders(),
                JSON.writeValueAsBytes(event));
    }

    private static void putIfPresent(ObjectNode object, String field, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            object.put(field, Text.clean(value));
        }
    }
}
