package atoll.server.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.id.Ids;
import atoll.base.id.Randomness;
import atoll.base.json.Json;
import atoll.changeprop.executor.JobSignature;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class JobEventsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T17:00:00.750Z");

    private final JobEvents jobs = new JobEvents(Ids.random(Randomness.seeded(1)), () -> NOW, SampleWiki.SECRET_KEY);

    @Test
    void theFieldsComeInMediaWikisOrderAndTheSignatureFits() {
        JobSpec job = JobSpec.once("refreshLinks", Title.template("Box"), JobSpec.params("recursive", true))
                .of(new JobSpec.Root("abc", NOW))
                .notBefore(NOW.plusSeconds(5));
        byte[] event = made(job);
        assertThat(new String(event, UTF_8))
                .matches(
                        "\\{\"\\$schema\":\"/mediawiki/job/1.0.0\",\"meta\":\\{\"uri\":.*\"dt\":\"2026-11-22T17:00:00Z\".*},"
                                + "\"database\":\"samplewiki\",\"type\":\"refreshLinks\",\"delay_until\":\"2026-11-22T17:00:05Z\","
                                + "\"sha1\":\"[0-9a-f]{40}\",\"root_event\":\\{\"signature\":\"abc\",\"dt\":\"2026-11-22T17:00:00Z\"},"
                                + "\"params\":\\{.*},\"mediawiki_signature\":\"[0-9a-f]{40}\"}");
        assertThat(JobSignature.verify(event, SampleWiki.SECRET_KEY.getBytes(UTF_8)))
                .isEqualTo(JobSignature.Verdict.VALID);
        assertThat(jobs.verdict("{}".getBytes(UTF_8))).isEqualTo(JobSignature.Verdict.MISSING);
    }

    @Test
    void equalJobsHaveEqualSha1WhateverTheirTimeCauseAndRoot() {
        JobSpec one = JobSpec.once(
                "categoryMembershipChange", Title.article("A"), JobSpec.params("pageId", 1, "revTimestamp", "x"));
        JobSpec other = JobSpec.once(
                        "categoryMembershipChange",
                        Title.article("A"),
                        JobSpec.params("pageId", 1, "revTimestamp", "y"))
                .of(new JobSpec.Root("abc", NOW));
        JobSpec different = JobSpec.once("categoryMembershipChange", Title.article("A"), JobSpec.params("pageId", 2));
        assertThat(sha1(one)).isEqualTo(sha1(other)).isNotEqualTo(sha1(different));
    }

    @Test
    void aJobThatCountsEachTimeHasNoSha1() {
        assertThat(Json.readTree(made(JobSpec.each("enotifNotify", Title.article("A"), Map.of())))
                        .has("sha1"))
                .isFalse();
    }

    private String sha1(JobSpec job) {
        JsonNode event = Json.readTree(made(job));
        return event.path("sha1").asString("");
    }

    private byte[] made(JobSpec job) {
        Outbox outbox = new Outbox();
        jobs.add(outbox, jobs.newRequestId(), job);
        Iterator<List<byte[]>> streams = outbox.byStream().values().iterator();
        return streams.next().getFirst();
    }
}
