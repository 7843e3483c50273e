package atoll.changeprop.failure;

import atoll.changeprop.Envelope;
import atoll.changeprop.TriggeredBy;
import atoll.changeprop.rule.template.EventView;
import atoll.log.EventLog;
import atoll.log.NewRecord;
import atoll.log.TopicPartition;
import atoll.log.TopicSpec;
import atoll.work.Announcements;
import atoll.work.AnswerExcerpt;
import atoll.work.Delivery;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/// Writes what failed down as events: `/change-prop/retry/1.0.0` in `<service>.retry.<stream>` if it will be tried
/// again, `/error/0.0.3` in `<service>.error` if it is dead.
///
/// An event's id follows from the delivery and the moment, so one that is written again is the same. Used by the
/// owner's
/// thread alone.
public final class FailureEvents implements Announcements {
    static final String RETRY_SCHEMA = "/change-prop/retry/1.0.0";
    static final String ERROR_SCHEMA = "/error/0.0.3";

    /// Of a dead delivery's event so much is quoted.
    private static final int LONGEST_QUOTE = 64 * 1024;
    /// A larger event is not repeated whole for others.
    private static final int LARGEST_ORIGINAL = 4 << 20;
    private static final TopicSpec TOPIC = new TopicSpec(1, Duration.ofDays(7), 2L << 30);
    private static final JsonMapper JSON = new JsonMapper();

    private final EventLog log;
    private final FailureStreams streams;
    private final Set<String> created = new HashSet<>();

    public FailureEvents(EventLog log, FailureStreams streams) {
        this.log = log;
        this.streams = streams;
    }

    @Override
    public List<NewRecord> about(Setback setback) {
        Delivery delivery = setback.delivery();
        String origin = streams.streamOf(delivery.source().topic());
        if (streams.isOwn(origin)) {
            // Whoever reads these events and fails must not make more of them, without end.
            return List.of();
        }
        boolean isDead = setback.retryAt() == null;
        String stream = isDead ? streams.error() : streams.retry(origin);
        EventView view = new EventView(setback.event(), delivery.eventId(), delivery.received());
        JsonNode original = view.fields();
        if (!isDead && (!original.isObject() || setback.event().length > LARGEST_ORIGINAL)) {
            return List.of();
        }
        ObjectNode event = JSON.createObjectNode();
        event.put("$schema", isDead ? ERROR_SCHEMA : RETRY_SCHEMA);
        meta(event.putObject("meta"), setback, stream, original);
        event.put("emitter_id", streams.service() + "#" + delivery.rule());
        event.put("triggered_by", TriggeredBy.of(delivery, setback.event()).chain());
        if (isDead) {
            dead(event, setback);
        } else {
            retry(event, setback);
        }
        return List.of(new NewRecord(
                new TopicPartition(topic(stream), 0),
                setback.at().toEpochMilli(),
                null,
                new Envelope(setback.at(), null).asHeaders(),
                JSON.writeValueAsBytes(event)));
    }

    private static void meta(ObjectNode meta, Setback setback, String stream, JsonNode original) {
        JsonNode from = original.path("meta");
        String name = setback.id() + " " + setback.at().toEpochMilli() + " " + stream;
        meta.put("stream", stream);
        meta.put(
                "id",
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString());
        meta.put("dt", setback.at().toString());
        for (String field : List.of("uri", "domain", "request_id")) {
            if (from.path(field).isString()) {
                meta.put(field, from.path(field).asString());
            }
        }
    }

    /// The original is repeated byte for byte.
    private static void retry(ObjectNode event, Setback setback) {
        // The one that is announced counts: readers take the wait to be delay · factor^(limit - retries_left).
        event.put("retries_left", setback.retriesLeft() + 1);
        event.putRawValue("original_event", new RawValue(new String(setback.event(), StandardCharsets.UTF_8)));
        event.put("error_status", setback.status());
        event.put("reason", setback.detail());
    }

    private static void dead(ObjectNode event, Setback setback) {
        int quoted = Math.min(LONGEST_QUOTE, setback.event().length);
        event.put("raw_event", new String(setback.event(), 0, quoted, StandardCharsets.UTF_8));
        event.put("message", setback.detail().isEmpty() ? "dead" : setback.detail());
        event.put("stack", "");
        AnswerExcerpt answer = setback.answer();
        ObjectNode details = event.putObject("details").put("status", setback.status());
        ObjectNode headers = details.putObject("headers");
        if (answer != null) {
            answer.headers().forEach(headers::put);
        }
        details.put("body", answer == null ? setback.detail() : answer.body());
    }

    private String topic(String stream) {
        String topic = streams.topic(stream);
        if (!created.contains(topic)) {
            if (log.topic(topic).isEmpty()) {
                log.createTopic(topic, TOPIC);
            }
            created.add(topic);
        }
        return topic;
    }
}
