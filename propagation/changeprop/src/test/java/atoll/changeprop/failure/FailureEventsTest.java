package atoll.changeprop.failure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.time.SystemTime;
import atoll.log.NewRecord;
import atoll.log.memory.MemoryEventLog;
import atoll.work.Announcements.Setback;
import atoll.work.AnswerExcerpt;
import atoll.work.Delivery;
import atoll.work.DeliveryId;
import atoll.work.Source;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FailureEventsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T18:00:00Z");
    private static final String EVENT = """
            {"meta":{"stream":"mediawiki.job.x","uri":"https://w/A","domain":"w","request_id":"q"},"n":1.00,"triggered_by":"req:q,s:u"}""";

    private final MemoryEventLog log = MemoryEventLog.stepped(new SystemTime());
    private final FailureEvents events = new FailureEvents(log, new FailureStreams("dc1", "change-prop"));

    private static Setback setback(String topic, String event, @Nullable Instant retryAt) {
        return setback(topic, event, null, retryAt);
    }

    private static Setback setback(
            String topic, String event, @Nullable AnswerExcerpt answer, @Nullable Instant retryAt) {
        Delivery delivery =
                new Delivery("rule", "x", "w", "id", "q", NOW, false, NOW, null, null, null, new Source(topic, 0, 3));
        return new Setback(
                new DeliveryId(1, 7), delivery, event.getBytes(UTF_8), 503, "status 503", answer, 1, retryAt, NOW);
    }

    private static JsonNode read(NewRecord record) {
        return new JsonMapper().readTree(record.value());
    }

    @Test
    void aFailureThatWillBeRetriedIsARetryEventWithTheUntouchedOriginal() {
        NewRecord record = events.about(setback("dc1.mediawiki.job.x", EVENT, NOW.plusSeconds(60)))
                .getFirst();
        assertThat(record.to().topic()).isEqualTo("dc1.change-prop.retry.mediawiki.job.x");
        assertThat(log.topic(record.to().topic())).as("the topic is there").isPresent();
        assertThat(new String(record.value(), UTF_8)).contains("\"original_event\":" + EVENT);
        JsonNode event = read(record);
        assertThat(event.path("$schema").asString()).isEqualTo("/change-prop/retry/1.0.0");
        assertThat(event.at("/meta/stream").asString()).isEqualTo("change-prop.retry.mediawiki.job.x");
        assertThat(event.at("/meta/uri").asString()).isEqualTo("https://w/A");
        assertThat(event.at("/meta/domain").asString()).isEqualTo("w");
        assertThat(event.path("emitter_id").asString()).isEqualTo("change-prop#rule");
        assertThat(event.path("retries_left").asInt()).isEqualTo(2);
        assertThat(event.path("error_status").asInt()).isEqualTo(503);
        assertThat(event.path("reason").asString()).isEqualTo("status 503");
        assertThat(event.path("triggered_by").asString()).isEqualTo("req:q,s:u,mediawiki.job.x:https://w/A");
    }

    @Test
    void aDeadDeliveryIsAnErrorEvent() {
        NewRecord record =
                events.about(setback("dc1.mediawiki.job.x", EVENT, null)).getFirst();
        assertThat(record.to().topic()).isEqualTo("dc1.change-prop.error");
        JsonNode event = read(record);
        assertThat(event.path("$schema").asString()).isEqualTo("/error/0.0.3");
        assertThat(event.path("raw_event").asString()).isEqualTo(EVENT);
        assertThat(event.path("message").asString()).isEqualTo("status 503");
        assertThat(event.at("/details/status").asInt()).isEqualTo(503);
        assertThat(event.at("/details/headers")).isEmpty();
        assertThat(event.at("/details/body").asString()).isEqualTo("status 503");
    }

    @Test
    void aDeadDeliverysErrorEventQuotesTheAnswer() {
        AnswerExcerpt answer =
                new AnswerExcerpt(Map.of("Retry-After", "7", "Set-Cookie", "s=1"), "<html>\nno \"luck\"</html>");
        JsonNode event = read(events.about(setback("dc1.mediawiki.job.x", EVENT, answer, null))
                .getFirst());
        assertThat(event.path("details").toString())
                .isEqualTo(
                        "{\"status\":503,\"headers\":{\"retry-after\":\"7\"},\"body\":\"<html>\\nno \\\"luck\\\"</html>\"}");
        assertThat(event.path("message").asString()).isEqualTo("status 503");
    }

    @Test
    void aDeadDeliveryWhoseEventIsLostIsAnErrorEventAllTheSame() {
        NewRecord record =
                events.about(setback("dc1.mediawiki.job.x", "", null)).getFirst();
        assertThat(read(record).path("raw_event").asString()).isEmpty();
        assertThat(events.about(setback("dc1.mediawiki.job.x", "", NOW))).isEmpty();
    }

    @Test
    void theSameFailureWrittenTwiceHasOneId() {
        List<String> ids = List.of(
                read(events.about(setback("dc1.t", EVENT, NOW)).getFirst())
                        .at("/meta/id")
                        .asString(),
                read(events.about(setback("dc1.t", EVENT, NOW)).getFirst())
                        .at("/meta/id")
                        .asString());
        assertThat(ids.getFirst()).isNotEmpty().isEqualTo(ids.getLast());
    }

    @Test
    void failuresOfWhoReadsFailuresAreNotAnnounced() {
        assertThat(events.about(setback("dc1.change-prop.error", EVENT, null))).isEmpty();
        assertThat(events.about(setback("dc1.change-prop.retry.t", EVENT, NOW))).isEmpty();
    }
}
