package atoll.changeprop.links;

import atoll.changeprop.Envelope;
import atoll.changeprop.failure.FailureStreams;
import atoll.changeprop.rule.LinkKind;
import atoll.log.Batch;
import atoll.log.EventLog;
import atoll.log.NewRecord;
import atoll.log.TopicPartition;
import atoll.log.TopicSpec;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Makes the events of one page of titles. Safe for use by many threads.
final class LinkEvents {
    private static final TopicSpec TOPIC = new TopicSpec(1, Duration.ofDays(7), 4L << 30);
    private static final JsonMapper JSON = new JsonMapper();

    private final EventLog log;
    private final FailureStreams streams;
    private final Set<String> created = ConcurrentHashMap.newKeySet();

    LinkEvents(EventLog log, FailureStreams streams) {
        this.log = log;
        this.streams = streams;
    }

    /// The leaves of a page and what continues it, to be appended together.
    ///
    /// @param chain what led to them, the event in hand included
    Batch of(LinkKind kind, Expansion expansion, LinkAnswer.Page page, String chain, Instant now) {
        List<NewRecord> records = new ArrayList<>(page.titles().size() + 1);
        for (String title : page.titles()) {
            records.add(record(leafStream(kind), leaf(kind, expansion, title, chain, now), now));
        }
        String next = page.next();
        if (next != null) {
            records.add(record(continueStream(kind), more(kind, expansion, page, next, chain, now), now));
        }
        return Batch.of(records);
    }

    String leafStream(LinkKind kind) {
        return streams.service() + "." + kind.label() + ".resource-change";
    }

    String continueStream(LinkKind kind) {
        return streams.service() + "." + kind.label() + ".continue";
    }

    private ObjectNode leaf(LinkKind kind, Expansion expansion, String title, String chain, Instant now) {
        ObjectNode event = JSON.createObjectNode();
        event.put("$schema", "/resource_change/1.0.0");
        String uri = "https://" + expansion.originalText("domain") + "/wiki/"
                + URLEncoder.encode(title.replace(' ', '_'), StandardCharsets.UTF_8);
        meta(event, expansion, leafStream(kind), uri, title, now);
        event.put("triggered_by", chain);
        event.set("root_event", root(expansion, now));
        event.putArray("tags").add("change-prop").add(kind.label());
        return event;
    }

    private ObjectNode more(
            LinkKind kind, Expansion expansion, LinkAnswer.Page page, String next, String chain, Instant now) {
        ObjectNode event = JSON.createObjectNode();
        event.put("$schema", "/change-prop/continue/1.0.0");
        meta(event, expansion, continueStream(kind), expansion.originalText("uri"), next, now);
        String before = expansion.before();
        event.put("triggered_by", before == null ? chain : before);
        event.set("original_event", expansion.original());
        event.put("continue", next);
        event.put("sequence_num", expansion.made() + page.titles().size());
        return event;
    }

    /// Root of all leaves is the root of the event that started it, or that event itself.
    private static JsonNode root(Expansion expansion, Instant now) {
        JsonNode given = expansion.original().path("root_event");
        if (given.path("signature").isString() && given.path("dt").isString()) {
            return given;
        }
        String dt = expansion.originalText("dt");
        return JSON.createObjectNode()
                .put("signature", expansion.originalText("uri"))
                .put("dt", dt.isEmpty() ? now.toString() : dt);
    }

    /// @param what tells the events of one stream and one expansion apart
    private static void meta(
            ObjectNode event, Expansion expansion, String stream, String uri, String what, Instant now) {
        ObjectNode meta = event.putObject("meta");
        String name = expansion.originalText("id") + "\n" + stream + "\n" + what;
        meta.put("stream", stream);
        meta.put(
                "id",
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString());
        meta.put("dt", now.toString());
        meta.put("uri", uri);
        meta.put("domain", expansion.originalText("domain"));
        String requestId = expansion.originalText("request_id");
        if (!requestId.isEmpty()) {
            meta.put("request_id", requestId);
        }
        for (String wiki : List.of("database", "wiki_id", "wiki")) {
            JsonNode given = expansion.original().path(wiki);
            if (given.isString()) {
                event.set(wiki, given);
            }
        }
    }

    private NewRecord record(String stream, ObjectNode event, Instant now) {
        String topic = streams.datacenter() + "." + stream;
        if (!created.contains(topic)) {
            if (log.topic(topic).isEmpty()) {
                log.createTopic(topic, TOPIC);
            }
            created.add(topic);
        }
        return new NewRecord(
                new TopicPartition(topic, 0),
                now.toEpochMilli(),
                null,
                new Envelope(now, null).asHeaders(),
                JSON.writeValueAsBytes(event));
    }
}
