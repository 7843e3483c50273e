package atoll.server.demo;

import atoll.base.id.Ids;
import atoll.base.json.Json;
import atoll.changeprop.executor.JobSignature;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Makes signed job events, field by field as the EventBus extension does.
final class JobEvents {
    static final String WIKI = "samplewiki";
    static final String DOMAIN = "localhost";

    private static final DateTimeFormatter COMPACT =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.UTC);
    /// Parameters that do not make two jobs different.
    private static final List<String> NOT_IN_SHA1 = List.of("revTimestamp", "causeAction", "causeAgent");

    private final Ids ids;
    private final InstantSource time;
    private final byte[] key;

    JobEvents(Ids ids, InstantSource time, String secretKey) {
        this.ids = ids;
        this.time = time;
        this.key = secretKey.getBytes(StandardCharsets.UTF_8);
    }

    void add(Outbox to, String requestId, JobSpec job) {
        String stream = "mediawiki.job." + job.type();
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("$schema", "/mediawiki/job/1.0.0");
        Map<String, Object> meta = new LinkedHashMap<>();
        meta.put("uri", "https://placeholder.invalid/wiki/Special:Badtitle");
        meta.put("request_id", requestId);
        meta.put("id", ids.nextUuid().toString());
        meta.put("dt", seconds(time.instant()));
        meta.put("domain", DOMAIN);
        meta.put("stream", stream);
        event.put("meta", meta);
        event.put("database", WIKI);
        event.put("type", job.type());
        Instant release = job.release();
        if (release != null) {
            event.put("delay_until", seconds(release));
        }
        if (job.isOnce()) {
            event.put("sha1", sha1(job));
        }
        JobSpec.Root root = job.root();
        if (root != null) {
            Map<String, Object> rootEvent = new LinkedHashMap<>();
            rootEvent.put("signature", root.signature());
            rootEvent.put("dt", seconds(root.at()));
            event.put("root_event", rootEvent);
        }
        event.put("params", params(job, requestId));
        to.add(stream, JobSignature.sign(Json.write(event), key));
    }

    JobSignature.Verdict verdict(byte[] event) {
        return JobSignature.verify(event, key);
    }

    private static Map<String, Object> params(JobSpec job, String requestId) {
        Map<String, Object> params = new LinkedHashMap<>(job.params());
        Instant release = job.release();
        if (release != null) {
            params.put("jobReleaseTimestamp", release.getEpochSecond());
        }
        JobSpec.Root root = job.root();
        if (root != null) {
            params.put("rootJobSignature", root.signature());
            params.put("rootJobTimestamp", compact(root.at()));
        }
        params.put("namespace", job.title().namespace());
        params.put("title", job.title().key());
        params.put("requestId", requestId);
        return params;
    }

    private static String sha1(JobSpec job) {
        Map<String, Object> what = new LinkedHashMap<>(job.params());
        NOT_IN_SHA1.forEach(what::remove);
        what.put("type", job.type());
        what.put("title", job.title().prefixed());
        return sha1(new String(Json.write(what), StandardCharsets.UTF_8));
    }

    static String sha1(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-1", e);
        }
    }

    String newRequestId() {
        return ids.nextUuid().toString().replace("-", "").substring(0, 24);
    }

    /// ISO, whole seconds: MediaWiki knows no fractions.
    static String seconds(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /// As in MediaWiki's database.
    static String compact(Instant at) {
        return COMPACT.format(at);
    }
}
