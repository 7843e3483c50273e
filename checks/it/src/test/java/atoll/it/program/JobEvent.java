package atoll.it.program;

import static java.nio.charset.StandardCharsets.UTF_8;

import atoll.base.json.Json;
import atoll.changeprop.executor.JobSignature;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A job as the EventBus extension would send it, signed with [FakeWiki#KEY].
///
/// @param twinKey jobs with the same key are twins; null if every job counts
/// @param delayUntil not before
public record JobEvent(
        String id,
        String wiki,
        String type,
        @Nullable String twinKey,
        @Nullable Instant delayUntil) {

    /// A job like no other.
    public static JobEvent unique(String wiki) {
        return new JobEvent(UUID.randomUUID().toString(), wiki, "null", null, null);
    }

    public JobEvent withType(String newType) {
        return new JobEvent(id, wiki, newType, twinKey, delayUntil);
    }

    /// The producer's bytes.
    public byte[] bytes() {
        Map<String, Object> meta = new LinkedHashMap<>();
        meta.put("uri", "https://placeholder.invalid/wiki/Special:Badtitle");
        meta.put("request_id", "request-" + id);
        meta.put("id", id);
        meta.put(
                "dt",
                Eventually.time().instant().truncatedTo(ChronoUnit.SECONDS).toString());
        meta.put("domain", "localhost");
        meta.put("stream", "mediawiki.job." + type);
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("$schema", "/mediawiki/job/1.0.0");
        event.put("meta", meta);
        event.put("database", wiki);
        event.put("type", type);
        if (twinKey != null) {
            event.put("sha1", twinKey);
        }
        if (delayUntil != null) {
            event.put("delay_until", delayUntil.truncatedTo(ChronoUnit.SECONDS).toString());
        }
        event.put("params", Map.of("title", "Harbour \u6f22\u5b57"));
        return JobSignature.sign(Json.write(event), FakeWiki.KEY.getBytes(UTF_8));
    }

    /// The body of a request with this job alone.
    public byte[] body() {
        return ("[" + new String(bytes(), UTF_8) + "]").getBytes(UTF_8);
    }
}
