package atoll.server.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.changeprop.Envelope;
import atoll.changeprop.redaction.Redaction;
import atoll.work.ledger.state.PauseKey;
import atoll.work.ledger.state.State;
import atoll.work.ledger.state.Timeline;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class AdminApiTest {
    private static final String JOBS = "/v1/admin/jobs";
    private static final String JOB = "/v1/admin/jobs/{id}";
    private static final String RECORDS = "/v1/admin/topics/{topic}/records";

    private final Fixture fixture = new Fixture();

    @Test
    void queueCountsByWikiAndTypeAndSaysWhatHoldsWorkUp() throws InterruptedException {
        fixture.work
                .with("0:1", State.READY, "enwiki", fixture.now)
                .with("0:2", State.READY, "enwiki", fixture.now)
                .with("0:3", State.DEAD, "dewiki", fixture.now);
        fixture.work.hold("enwiki", "the wiki is read-only");
        fixture.work.pauses.put(new PauseKey("", "enwiki"), fixture.now.plusSeconds(30));
        fixture.work.oldest = fixture.now.minusSeconds(90);

        JsonNode queue = fixture.get("/v1/admin/queue", "");

        assertThat(queue.at("/rows/0/wiki").asString()).isEqualTo("dewiki");
        assertThat(queue.at("/rows/0/counts/dead").asLong()).isEqualTo(1);
        assertThat(queue.at("/rows/1/counts/ready").asLong()).isEqualTo(2);
        assertThat(queue.at("/totals/ready").asLong()).isEqualTo(2);
        assertThat(queue.at("/totals/done").isNumber()).isTrue();
        assertThat(queue.path("oldest_age_seconds").asDouble()).isEqualTo(90.0);
        assertThat(queue.at("/held/0/reason").asString()).isEqualTo("the wiki is read-only");
        assertThat(queue.at("/pauses/0/until").asString()).isEqualTo("2026-01-01T00:00:30Z");
    }

    @Test
    void queueShowsOnlyWhatWasAskedForAndSaysWhatIsLeftOut() throws InterruptedException {
        fixture.work
                .with("0:1", State.READY, "enwiki", fixture.now)
                .with("0:2", State.READY, "dewiki", fixture.now)
                .with("0:3", State.READY, "frwiki", fixture.now);

        JsonNode one = fixture.get("/v1/admin/queue", "?wiki=dewiki");
        assertThat(one.path("rows")).hasSize(1);
        assertThat(one.at("/totals/ready").asLong()).isEqualTo(1);

        JsonNode cut = fixture.get("/v1/admin/queue", "?limit=2");
        assertThat(cut.path("rows")).hasSize(2);
        assertThat(cut.path("rows_left_out").asLong()).isEqualTo(1);
        assertThat(cut.at("/totals/ready").asLong()).isEqualTo(3);
    }

    @Test
    void misspeltParametersAreRefusedInsteadOfMeaningEverything() {
        assertThatThrownBy(() -> fixture.get("/v1/admin/queue", "?wikis=enwiki"))
                .isInstanceOf(AtollException.class)
                .hasMessage("there is no parameter 'wikis': allowed are limit, rule, type, wiki");
        assertThatThrownBy(() -> fixture.get(JOBS, "?limit=0"))
                .hasMessage("'limit' is '0': must be a whole number from 1 to 1000");
        assertThatThrownBy(() -> fixture.get(JOBS, "?state=ded"))
                .hasMessageStartingWith("state is 'ded': must be 'all'");
    }

    @Test
    void listsPendingAndDeadJobsUnlessAskedOtherwise() throws InterruptedException {
        fixture.work
                .with("0:1", State.DONE, "enwiki", fixture.now)
                .with("0:2", State.DEAD, "enwiki", fixture.now, moment("dead", 500, "Internal error"))
                .with("1:1", State.RETRY, "enwiki", fixture.now);

        JsonNode open = fixture.get(JOBS, "");
        assertThat(open.path("jobs")).hasSize(2);
        assertThat(open.at("/jobs/0/id").asString()).isEqualTo("0:2");
        assertThat(open.at("/jobs/0/last/status").asInt()).isEqualTo(500);
        assertThat(open.at("/jobs/1/waits_for").asString()).isEqualTo("its next attempt, 2026-01-01T00:05:00Z");
        assertThat(open.path("next").isNull()).isTrue();

        JsonNode done = fixture.get(JOBS, "?state=done");
        assertThat(done.path("jobs")).hasSize(1);

        JsonNode first = fixture.get(JOBS, "?state=all&limit=2");
        assertThat(first.path("next").asString()).isEqualTo("1:1");
        assertThat(fixture.get(JOBS, "?state=all&from=1:1").path("jobs")).hasSize(1);
    }

    @Test
    void showsTheWholeTimelineOfADelivery() throws InterruptedException {
        fixture.work.with(
                "3:1207", State.DEAD, "enwiki", fixture.now, moment("claimed", 0, ""), moment("dead", 500, "oops"));

        JsonNode job = fixture.get(JOB, "", Map.of("id", "3:1207")).at("/deliveries/0");

        assertThat(job.path("timeline")).hasSize(3);
        assertThat(job.at("/timeline/0/what").asString()).isEqualTo("received");
        assertThat(job.at("/timeline/0/detail").asString())
                .isEqualTo("local.mediawiki.job.refreshLinks/0 at 1207, matched by rule mediawiki_jobs");
        assertThat(job.at("/timeline/2/status").asInt()).isEqualTo(500);
        assertThat(job.path("waits_for").asString()).isEqualTo("an operator: retry or drop it");
        assertThat(job.path("root").path("signature").asString()).isEqualTo("rootsig");
    }

    @Test
    void showsAnEventByItsId() throws InterruptedException {
        fixture.work.with("3:1207", State.DONE, "enwiki", fixture.now);
        JsonNode event = fixture.get(JOB, "", Map.of("id", "event-1207"));
        assertThat(event.at("/deliveries/0/id").asString()).isEqualTo("3:1207");
    }

    @Test
    void explainsAnEventNoRuleReads() throws InterruptedException {
        fixture.append("local.mediawiki.page-edit", "{\"meta\":{\"id\":\"abcd-1\"}}");
        JsonNode event = fixture.get(JOB, "", Map.of("id", "abcd-1"));
        assertThat(event.path("deliveries")).isEmpty();
        assertThat(event.at("/records/0/offset").asLong()).isZero();
        assertThat(event.at("/records/0/explanation").asString())
                .isEqualTo("matched no rule: none of the loaded rules reads the stream 'mediawiki.page-edit'");
    }

    @Test
    void explainsAnEventThatIsNotAdmittedYetAndFindsIdsTheIntakeGave() throws InterruptedException {
        fixture.unread.put(FakeWork.TOPIC, 3L);
        Envelope envelope = new Envelope(fixture.now, "given-by-intake");
        fixture.append(FakeWork.TOPIC, "{}".getBytes(StandardCharsets.UTF_8), envelope.asHeaders());
        JsonNode event = fixture.get(JOB, "", Map.of("id", "given-by-intake"));
        assertThat(event.at("/records/0/explanation").asString())
                .startsWith("not admitted yet (3 records of this topic wait for admission)");
    }

    @Test
    void findsAnEventTheIntakeRefusedInItsErrorEventAndSaysWhatWasWrong() throws InterruptedException {
        fixture.append("local.atoll.error.validation", """
                {"$schema":"/error/2.1.0","message":"'/': required property 'type' not found",
                 "raw_event":"{\\"meta\\": {\\"id\\": \\"abcd-7\\"}}"}""");
        JsonNode event = fixture.get(JOB, "", Map.of("id", "abcd-7"));
        assertThat(event.path("explanation").asString()).isEqualTo("no delivery is known, but records are");
        assertThat(event.at("/records/0/topic").asString()).isEqualTo("local.atoll.error.validation");
        assertThat(event.at("/records/0/explanation").asString())
                .isEqualTo(
                        "refused: '/': required property 'type' not found; this record quotes the event, nothing works on it");
    }

    @Test
    void saysWhatCouldBeTheReasonWhenNothingIsKnown() throws InterruptedException {
        JsonNode event = fixture.get(JOB, "", Map.of("id", "never-seen"));
        assertThat(event.path("explanation").asString()).contains("it was never accepted, has another id, or is older");
        assertThatThrownBy(() -> fixture.get(JOB, "", Map.of("id", "3:1")))
                .hasMessageStartingWith("no delivery '3:1' is known");
    }

    @Test
    void retriesAndDropsAndRefusesWhatIsFinished() throws InterruptedException {
        fixture.work.with("0:1", State.DEAD, "enwiki", fixture.now).with("0:2", State.DONE, "enwiki", fixture.now);

        JsonNode retried = fixture.post(JOB + "/retry", Map.of("id", "0:1"), "{\"by\":\"ann\\u001b\"}");
        assertThat(retried.at("/ids/0").asString()).isEqualTo("0:1");
        assertThat(fixture.post(JOB + "/drop", Map.of("id", "event-1"), "")
                        .path("changed")
                        .asInt())
                .isEqualTo(1);
        assertThat(fixture.work.commands)
                .containsExactly("retry 0:1 by ann from 127.0.0.1", "drop 0:1 by local from 127.0.0.1");

        assertThatThrownBy(() -> fixture.post(JOB + "/retry", Map.of("id", "0:2"), ""))
                .hasMessage("cannot retry '0:2': 0:2 is done, only a dead or waiting one can be retried");
        assertThatThrownBy(() -> fixture.post(JOB + "/drop", Map.of("id", "nobody"), ""))
                .hasMessage("no delivery of an event 'nobody' is known");
    }

    @Test
    void changesManyOnlyIfToldWhich() throws InterruptedException {
        fixture.work
                .with("0:1", State.DEAD, "enwiki", fixture.now)
                .with("0:2", State.DEAD, "dewiki", fixture.now)
                .with("0:3", State.RETRY, "enwiki", fixture.now)
                .with("0:4", State.DEAD, "enwiki", fixture.now);
        assertThatThrownBy(() -> fixture.post(JOBS + "/drop", Map.of(), "{}"))
                .hasMessage("nothing says which deliveries to drop: give 'rule', 'type' or 'wiki', or 'all'");

        JsonNode first = fixture.post(JOBS + "/retry", Map.of(), "{\"wiki\":\"enwiki\",\"limit\":1}");
        assertThat(first.at("/ids/0").asString()).isEqualTo("0:1");
        assertThat(first.path("next").asString()).isEqualTo("0:4");
        JsonNode all = fixture.post(JOBS + "/drop", Map.of(), "{\"all\":true,\"state\":\"pending,dead\"}");
        assertThat(all.path("changed").asInt()).isEqualTo(4);
    }

    @Test
    void refusesBodiesThatAreNoFlatObject() {
        assertThatThrownBy(() -> fixture.post(JOBS + "/retry", Map.of(), "[1]"))
                .hasMessage("the body must be a JSON object");
        assertThatThrownBy(() -> fixture.post(JOBS + "/retry", Map.of(), "{\"wiki\":[\"enwiki\"]}"))
                .hasMessageStartingWith("'wiki' is '[\"enwiki\"]': must be a text");
        assertThatThrownBy(() -> fixture.post(JOBS + "/retry", Map.of(), "{\"wiki\":"))
                .hasMessageStartingWith("the body is not JSON");
        assertThatThrownBy(() -> fixture.post(JOBS + "/retry", Map.of(), "{\"wiki\":\"a\",\"wiki\":\"b\"}"))
                .hasMessageStartingWith("the body is not JSON");
    }

    @Test
    void readsRecordsOfAnyKindSafely() throws InterruptedException {
        fixture.append("local.test", "{\"n\": 1.10000000000000000001,\n \"s\":\"\\u001b\"}");
        fixture.append("local.test", "not json \u001b[31m");
        fixture.append("local.test", new byte[] {(byte) 0xff, 0}, List.of());
        fixture.append("local.test", "{} {}");
        fixture.append("local.test", "");
        String text = new String(
                fixture.call("GET", RECORDS, RECORDS, Map.of("topic", "local.test"), "")
                        .body(),
                StandardCharsets.UTF_8);

        assertThat(text.lines()).hasSize(6);
        assertThat(text).contains("\"value\":{\"n\": 1.10000000000000000001,  \"s\":\"\\u001b\"}}");
        assertThat(text).contains("\"value_text\":\"not json \\u001B[31m\"");
        assertThat(text).contains("\"value_base64\":\"/wA=\"");
        assertThat(text).contains("\"value_text\":\"{} {}\"").contains("\"value_text\":\"\"");
        JsonNode page = fixture.get(RECORDS, "?from=-2&limit=1", Map.of("topic", "local.test"));
        assertThat(page.at("/records/0/offset").asLong()).isEqualTo(3);
        assertThat(page.path("next").asLong()).isEqualTo(4);
    }

    @Test
    void redactedFieldsAreNotShownAndWhatHasNoFieldsIsNotShownAtAll() throws InterruptedException {
        Fixture redacting = new Fixture(Redaction.of(List.of("params.ip")));
        redacting.append("local.test", "{\"params\": {\"ip\":\"10.1.2.3\",\"n\":1}}");
        redacting.append("local.test", "{ \"n\": 1.50 }");
        redacting.append("local.test", "ip 10.1.2.3");
        JsonNode records =
                redacting.get(RECORDS, "", Map.of("topic", "local.test")).path("records");
        assertThat(records.toString()).doesNotContain("10.1.2.3");
        assertThat(records.at("/0/value")).hasToString("{\"params\":{\"ip\":\"[redacted]\",\"n\":1}}");
        assertThat(records.at("/0/bytes").asInt()).isEqualTo(35);
        assertThat(new String(
                        redacting
                                .call("GET", RECORDS, RECORDS, Map.of("topic", "local.test"), "")
                                .body(),
                        StandardCharsets.UTF_8))
                .contains("\"value\":{ \"n\": 1.50 }");
        assertThat(records.at("/2/value_withheld").asString()).startsWith("it is not JSON");
    }

    @Test
    void listsTopicsAndRefusesUnknownOnes() throws InterruptedException {
        fixture.append("local.test", "{}");
        JsonNode topic = fixture.get("/v1/admin/topics", "").at("/topics/1");
        assertThat(topic.path("name").asString()).isEqualTo("local.test");
        assertThat(topic.at("/partitions/0/next_offset").asLong()).isEqualTo(1);
        assertThatThrownBy(() -> fixture.get(RECORDS, "", Map.of("topic", "nope")))
                .hasMessage("there is no topic 'nope': see '/v1/admin/topics'");
    }

    @Test
    void reloadPutsGoodRulesIntoForceAndRefusesOthersWithAllProblems() throws InterruptedException {
        JsonNode reloaded = fixture.post("/v1/admin/rules/reload", Map.of(), "");
        assertThat(reloaded.path("changed").asBoolean()).isTrue();
        String hash = reloaded.path("hash").asString();
        assertThat(fixture.rules.get().hash()).isEqualTo(hash);
        assertThat(reloaded.path("doubts"))
                .singleElement()
                .satisfies(doubt -> assertThat(doubt.asString()).contains("no known stream has this name"));
        assertThat(fixture.get("/v1/admin/rules", "").path("doubts")).isEqualTo(reloaded.path("doubts"));

        fixture.ruleFiles.text = "jobs: {topic: t, concurency: 1, exec: {}}";
        assertThatThrownBy(() -> fixture.post("/v1/admin/rules/reload", Map.of(), ""))
                .isInstanceOfSatisfying(
                        AtollException.class,
                        refused -> assertThat(refused.kind()).isEqualTo(ErrorKind.INVALID))
                .hasMessageContaining("the old rules stay")
                .hasMessageContaining("concurency")
                .hasMessageContaining("uri");
        JsonNode listed = fixture.get("/v1/admin/rules", "");
        assertThat(listed.path("hash").asString()).isEqualTo(hash);
        assertThat(listed.path("refused").size()).isEqualTo(3);
    }

    @Test
    void listsRulesWithoutSecrets() throws InterruptedException {
        JsonNode rule = fixture.get("/v1/admin/rules", "").at("/rules/0");
        assertThat(rule.path("name").asString()).isEqualTo("mediawiki_jobs");
        assertThat(rule.path("concurrency").asInt()).isEqualTo(4);

        fixture.ruleFiles.text = "hook: {topic: t, exec: {uri: 'https://host/a?token=x'}}";
        fixture.post("/v1/admin/rules/reload", Map.of(), "");
        JsonNode listed = fixture.get("/v1/admin/rules", "");
        assertThat(listed.at("/rules/0/exec/0/uri").asString()).isEqualTo("https://host/a?…");
        assertThat(listed.toString()).doesNotContain("token");
    }

    private Timeline.Moment moment(String what, int status, String detail) {
        return new Timeline.Moment(fixture.now.minusSeconds(5), what, status, detail);
    }
}
