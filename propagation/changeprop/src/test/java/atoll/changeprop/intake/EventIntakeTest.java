package atoll.changeprop.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.lifecycle.Duty;
import atoll.base.time.Deadline;
import atoll.changeprop.intake.access.ProducerAccess;
import atoll.changeprop.intake.access.ProducerToken;
import atoll.changeprop.intake.schema.SchemaMode;
import atoll.changeprop.intake.stream.StreamCatalog;
import atoll.changeprop.intake.stream.StreamConfigLoader;
import atoll.log.LogUnavailable;
import atoll.log.TopicSpec;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class EventIntakeTest {
    private static final String BAD =
            "{\"$schema\":\"/resource_change/1.0.0\",\"meta\":{\"stream\":\"a\"},\"tags\":\"x\"}";
    private static final String BAD_JOB = IntakeFixture.job().replace("\"type\":\"null\"", "\"type\":7");
    private static final String ERRORS = "dc1." + ErrorEvents.STREAM;

    private final IntakeFixture fixture = new IntakeFixture();

    private static IntakeFixture withConfig(IntakeConfig config, StreamCatalog streams) {
        return new IntakeFixture(config, streams, ProducerAccess.DEFAULTS);
    }

    private static IntakeConfig mode(SchemaMode mode, boolean declaredOnly, boolean errorEvents) {
        return new IntakeConfig("dc1", IntakeLimits.DEFAULTS, mode, declaredOnly, errorEvents, Duration.ofSeconds(4));
    }

    @Test
    void singleObjectIsAnEventKeptWithItsWhiteSpace() {
        String event = IntakeFixture.change("a").replace(",", " ,\n ");
        assertThat(fixture.post("  " + event + " \n").status()).isEqualTo(201);
        assertThat(new String(fixture.log.records("dc1.a").getFirst().value(), StandardCharsets.UTF_8))
                .isEqualTo(event);
    }

    @Test
    void mixIsAnsweredWith207AndNamesTheInvalid() {
        IntakeAnswer answer = fixture.post("[" + IntakeFixture.change("a") + "," + BAD + "]");
        assertThat(answer.status()).isEqualTo(207);
        JsonNode report = IntakeFixture.json(answer);
        assertThat(report.path("invalid").size()).isOne();
        assertThat(report.path("error").size()).isZero();
        assertThat(report.at("/invalid/0/context/errors/0/path").asString()).isEqualTo("/tags");
        assertThat(fixture.log.records("dc1.a")).hasSize(1);
        assertThat(fixture.log.records(ERRORS)).hasSize(1);
        assertThat(fixture.log.batches()).hasSize(1);
    }

    @Test
    void invalidJobBecomesADeadLetterAndTheAnswerIs201() {
        IntakeAnswer answer = fixture.post("[" + IntakeFixture.job() + "," + BAD_JOB + "]");
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body()).isEmpty();
        assertThat(fixture.log.records("dc1.mediawiki.job.null")).hasSize(1);
        JsonNode error = IntakeFixture.JSON.readTree(
                fixture.log.records(ERRORS).getFirst().value());
        assertThat(error.path("raw_event").asString()).isEqualTo(BAD_JOB);
        assertThat(error.path("errored_stream_name").asString()).isEqualTo("mediawiki.job.null");
        assertThat(error.path("errored_schema_uri").asString()).isEqualTo("/mediawiki/job/1.0.0");
        assertThat(fixture.counter("atoll.intake.event", "class", "job", "result", "dead_letter"))
                .isOne();
    }

    @Test
    void deadLettersAreValidEventsThemselves() {
        fixture.post(BAD_JOB);
        String error = new String(fixture.log.records(ERRORS).getFirst().value(), StandardCharsets.UTF_8);
        assertThat(fixture.post(error.replace(ErrorEvents.STREAM, "others.error"))
                        .status())
                .isEqualTo(201);
        assertThat(fixture.log.records("dc1.others.error")).hasSize(1);
    }

    @Test
    void errorEventsCanBeTurnedOffButDeadLettersStay() {
        IntakeFixture quiet = withConfig(mode(SchemaMode.OPEN, false, false), StreamCatalog.EMPTY);
        assertThat(quiet.post(BAD).status()).isEqualTo(400);
        assertThat(quiet.log.batches()).isEmpty();
        assertThat(quiet.post(BAD_JOB).status()).isEqualTo(201);
        assertThat(quiet.log.records(ERRORS)).hasSize(1);
    }

    @Test
    void refusalOfTheLogIs503AndNothingIsStored() {
        fixture.log.refuse(true);
        IntakeAnswer answer = fixture.post("[" + IntakeFixture.job() + "]");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.reason()).contains("disk is full");
        assertThat(IntakeFixture.json(answer).at("/error/0/context/message").asString())
                .contains("disk is full");
        assertThat(fixture.counter("atoll.intake.refusal", "reason", "log")).isOne();
        assertThat(fixture.counter("atoll.intake.event", "class", "job", "result", "accepted"))
                .isZero();
    }

    @Test
    void newTopicsOfARequestShareItsTimeAndItIs503WhenThatIsOver() {
        Duration each = IntakeConfig.DEFAULTS.storeWithin().dividedBy(2).plusMillis(1);
        fixture.log.beforeTopics(deadline -> {
            if (deadline.left().compareTo(each) < 0) {
                fixture.time.sleep(deadline.left());
                throw new LogUnavailable("topic not durable in time");
            }
            fixture.time.sleep(each);
        });
        IntakeAnswer answer = fixture.post("[" + IntakeFixture.change("a") + "," + IntakeFixture.change("b") + "]");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(fixture.log.batches()).isEmpty();
        assertThat(fixture.time.nanoTime())
                .isEqualTo(IntakeConfig.DEFAULTS.storeWithin().toNanos());
    }

    @Test
    void requestThatArrivedTooSlowlyIs503AndNothingOfItIsStored() throws InterruptedException {
        Deadline answerBy = fixture.intake.answerBy();
        fixture.time.sleep(IntakeConfig.DEFAULTS.storeWithin());
        byte[] body = IntakeFixture.job().getBytes(StandardCharsets.UTF_8);
        IntakeRequest request = new IntakeRequest(body, Map.of(), null, IntakeFixture.LOOPBACK);
        assertThat(fixture.intake.accept(request, answerBy).status()).isEqualTo(503);
        assertThat(fixture.log.batches()).isEmpty();
        assertThat(fixture.counter("atoll.intake.refusal", "reason", "late")).isOne();
        assertThat(fixture.intake.accept(request).status()).isEqualTo(201);
    }

    @Test
    void failedSyncIs503() {
        fixture.log.failWith(new LogUnavailable("sync failed"));
        assertThat(fixture.post(IntakeFixture.job()).status()).isEqualTo(503);
    }

    @Test
    void requestLargerThanABatchIsStoredInSeveralAndTellsWhichFailed() {
        IntakeLimits limits = new IntakeLimits(10 << 20, 100, 100_000, 512, 100, 400, 1 << 20);
        IntakeFixture small = withConfig(IntakeConfig.DEFAULTS.withLimits(limits), StreamCatalog.EMPTY);
        small.log.appendsUntilRefusal = 1;
        String first = IntakeFixture.job("1d02055b-1811-4b3b-8fc2-595095779a71", "");
        String second = IntakeFixture.job("1d02055b-1811-4b3b-8fc2-595095779a72", "");
        IntakeAnswer answer = small.post("[" + first + "," + second + "]");
        assertThat(answer.status()).isEqualTo(207);
        assertThat(IntakeFixture.json(answer).at("/error/0/event")).isEqualTo(IntakeFixture.JSON.readTree(second));
        assertThat(small.log.records("dc1.mediawiki.job.null")).hasSize(1);
    }

    @Test
    void streamAndSchemaCanComeFromTheQueryAndAreNotWrittenIntoTheBytes() {
        String event = "{\"tags\":[]}";
        IntakeAnswer answer = fixture.post(event, Map.of("stream", "beacon", "schema_uri", "/resource_change/1.0.0"));
        assertThat(answer.status()).isEqualTo(201);
        assertThat(new String(fixture.log.records("dc1.beacon").getFirst().value(), StandardCharsets.UTF_8))
                .isEqualTo(event);
    }

    @Test
    void requestIdOfTheHeaderIsFilledWhereTheEventHasNone() {
        fixture.post(BAD_JOB.getBytes(StandardCharsets.UTF_8), Map.of(), "req-1", IntakeFixture.LOOPBACK);
        JsonNode error = IntakeFixture.JSON.readTree(
                fixture.log.records(ERRORS).getFirst().value());
        assertThat(error.at("/meta/request_id").asString()).isEqualTo("req-1");
    }

    @Test
    void emptyArrayOfPhpStandsForAnEmptyObjectAndIsStoredAsWritten() {
        String event = IntakeFixture.job().replace("\"params\":{}", "\"params\":[]");
        assertThat(fixture.post(event).status()).isEqualTo(201);
        assertThat(fixture.counter("atoll.intake.event.repaired")).isOne();
        assertThat(new String(
                        fixture.log.records("dc1.mediawiki.job.null").getFirst().value(), StandardCharsets.UTF_8))
                .isEqualTo(event);
    }

    @Test
    void unknownSchemaIsAcceptedAndCountedInOpenModeAndInvalidInStrictMode() {
        String event = "{\"$schema\":\"/my/thing/1.0.0\",\"meta\":{\"stream\":\"a\"},\"x\":1}";
        assertThat(fixture.post(event).status()).isEqualTo(201);
        assertThat(fixture.counter("atoll.intake.event.unchecked")).isOne();
        IntakeFixture strict = withConfig(mode(SchemaMode.STRICT, false, true), StreamCatalog.EMPTY);
        IntakeAnswer answer = strict.post(event);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(IntakeFixture.json(answer).at("/invalid/0/context/message").asString())
                .contains("schema '/my/thing/1.0.0' is not known");
    }

    @Test
    void schemaTitleOfTheStreamIsDemanded() {
        StreamCatalog streams = StreamConfigLoader.load("test", "streams: {a: {schema_title: other}}");
        IntakeFixture configured = withConfig(IntakeConfig.DEFAULTS, streams);
        IntakeAnswer answer = configured.post(IntakeFixture.change("a"));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(IntakeFixture.json(answer).at("/invalid/0/context/message").asString())
                .contains("takes only 'other'");
    }

    @Test
    void streamsThatAreNotDeclaredCanBeRefused() {
        StreamCatalog streams = StreamConfigLoader.load("test", "streams: {a: {}}");
        IntakeFixture configured = withConfig(mode(SchemaMode.OPEN, true, true), streams);
        assertThat(configured.post(IntakeFixture.change("a")).status()).isEqualTo(201);
        assertThat(configured.post(IntakeFixture.change("b")).status()).isEqualTo(400);
    }

    @Test
    void topicsAreCreatedUpToALimitThatLeavesRoomForJobs() {
        IntakeLimits limits = new IntakeLimits(10 << 20, 1_000, 100_000, 512, 10, 1 << 20, 1 << 20);
        IntakeFixture small = withConfig(IntakeConfig.DEFAULTS.withLimits(limits), StreamCatalog.EMPTY);
        for (int i = 0; i < 8; i++) {
            assertThat(small.post(IntakeFixture.change("s" + i)).status()).isEqualTo(201);
        }
        IntakeAnswer answer = small.post(IntakeFixture.change("one-more"));
        assertThat(answer.status()).isEqualTo(500);
        assertThat(IntakeFixture.json(answer).at("/error/0/context/message").asString())
                .contains("stream 'one-more' would need a topic");
        assertThat(small.post(IntakeFixture.job()).status()).isEqualTo(201);
        assertThat(small.post(IntakeFixture.change("s3")).status()).isEqualTo(201);
    }

    @Test
    void wikisKeepTheirPartition() {
        StreamCatalog streams = StreamConfigLoader.load("test", "streams: {'/job/': {partitions: 5}}");
        IntakeFixture configured = withConfig(IntakeConfig.DEFAULTS, streams);
        for (int i = 0; i < 20; i++) {
            configured.post(IntakeFixture.job().replace("testwiki", "wiki" + i % 4));
        }
        Map<String, Set<Integer>> partitions = new java.util.HashMap<>();
        configured
                .log
                .batches()
                .forEach(batch -> batch.records()
                        .forEach(record -> partitions
                                .computeIfAbsent(
                                        IntakeFixture.JSON
                                                .readTree(record.value())
                                                .path("database")
                                                .asString(),
                                        wiki -> new java.util.HashSet<>())
                                .add(record.to().partition())));
        assertThat(partitions.values())
                .hasSize(4)
                .allSatisfy(used -> assertThat(used).hasSize(1));
    }

    @Test
    void hastyIsAnsweredAtOnceAndStoredByTheDuty() throws InterruptedException {
        IntakeAnswer answer = fixture.post("[" + IntakeFixture.change("a") + "]", Map.of("hasty", "false"));
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body()).isEmpty();
        assertThat(fixture.log.batches()).isEmpty();
        assertThat(fixture.intake.hasty().step()).isEqualTo(Duty.Next.NOW);
        assertThat(fixture.log.records("dc1.a")).hasSize(1);
        assertThat(fixture.intake.hasty().step()).isInstanceOf(Duty.Next.OnWakeup.class);
        assertThat(fixture.intake.hasty().bytes()).isZero();
    }

    @Test
    void hastyWithoutRoomIs503AndAFailedOneIsCounted() throws InterruptedException {
        IntakeLimits limits = new IntakeLimits(10 << 20, 1_000, 100_000, 512, 10, 1 << 20, 1_000);
        IntakeFixture small = withConfig(IntakeConfig.DEFAULTS.withLimits(limits), StreamCatalog.EMPTY);
        assertThat(small.post("nonsense", Map.of("hasty", "1")).status()).isEqualTo(202);
        assertThat(small.post("x".repeat(600), Map.of("hasty", "1")).status()).isEqualTo(503);
        assertThat(small.counter("atoll.intake.refusal", "reason", "hasty_full"))
                .isOne();
        small.intake.hasty().step();
        assertThat(small.counter("atoll.intake.hasty.failed")).isOne();
    }

    @Test
    void tokenAdmitsItsWikisFromAnywhereAndNoOthers() {
        String secret = "0123456789abcdef0123";
        ProducerAccess access = new ProducerAccess(
                List.of(new ProducerToken(secret, Set.of("testwiki"), Set.of("w.example"))), List.of(), true);
        IntakeFixture guarded = new IntakeFixture(IntakeConfig.DEFAULTS, StreamCatalog.EMPTY, access);
        InetAddress elsewhere = InetAddress.ofLiteral("203.0.113.9");
        byte[] own = IntakeFixture.job().getBytes(StandardCharsets.UTF_8);
        byte[] foreign = IntakeFixture.job().replace("testwiki", "otherwiki").getBytes(StandardCharsets.UTF_8);
        assertThat(guarded.post(own, Map.of(), null, elsewhere).status()).isEqualTo(403);
        assertThat(guarded.post(own, Map.of("token", secret + "x"), null, elsewhere)
                        .status())
                .isEqualTo(403);
        assertThat(guarded.post(own, Map.of("token", secret), null, elsewhere).status())
                .isEqualTo(201);
        assertThat(guarded.post(own, Map.of(), null, IntakeFixture.LOOPBACK).status())
                .isEqualTo(201);
        guarded.post(foreign, Map.of("token", secret), null, elsewhere);
        assertThat(guarded.log.records("dc1.mediawiki.job.null")).hasSize(2);
        JsonNode error = IntakeFixture.JSON.readTree(
                guarded.log.records(ERRORS).getFirst().value());
        assertThat(error.path("message").asString()).contains("wiki 'otherwiki' is not one that this token");
        assertThat(guarded.counter("atoll.intake.refusal", "reason", "forbidden"))
                .isEqualTo(2);
    }

    @Test
    void requestNeverShowsItsToken() {
        IntakeRequest request = new IntakeRequest(new byte[3], Map.of("token", "s3cret"), null, IntakeFixture.LOOPBACK);
        assertThat(request.toString()).doesNotContain("s3cret");
    }

    @Test
    void streamsOfAtollItselfAreNotForProducers() {
        IntakeAnswer answer = fixture.post(IntakeFixture.change(ErrorEvents.STREAM));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(IntakeFixture.json(answer).at("/invalid/0/context/message").asString())
                .contains("is Atoll's own");
    }

    @Test
    void failureOfTheLogThatIsNoRefusalIs500() {
        fixture.log.failWith(new AtollException(ErrorKind.INVALID, "record is too large"));
        assertThat(fixture.post(IntakeFixture.job()).status()).isEqualTo(500);
    }

    @Test
    void manyKeysAreParsedInLinearTime() {
        StringBuilder event = new StringBuilder(IntakeFixture.job());
        event.setLength(event.length() - 1);
        event.append(",\"extra\":{");
        for (int i = 0; i < 200_000; i++) {
            event.append(i == 0 ? "\"" : ",\"").append(Integer.toString(i, 36)).append("\":1");
        }
        assertThat(fixture.post(event.append("}}").toString()).status()).isEqualTo(201);
    }

    @Test
    void reportOfVeryManyInvalidEventsIsBounded() {
        IntakeAnswer answer = fixture.post("[" + (BAD + ",").repeat(3_000) + BAD + "]");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.reason()).contains("0 of 3001 events were accepted, 3001 were invalid");
        assertThat(answer.body().length).isLessThan(1 << 20);
        assertThat(fixture.log.records(ERRORS)).hasSize(3_001);
    }

    @Test
    void topicThatExistsKeepsItsPartitionsAndGetsTheRetention() {
        fixture.log.createTopic("dc1.a", TopicSpec.keepAll(4));
        assertThat(fixture.post(IntakeFixture.change("a")).status()).isEqualTo(201);
        assertThat(fixture.log.topic("dc1.a")).contains(new TopicSpec(4, Duration.ofDays(7), 0));
    }

    @Test
    void datacenterIsANameThatIsNotReserved() {
        for (String name : List.of("", "a.b", "atoll", "Ä")) {
            assertThatThrownBy(() -> new IntakeConfig(
                            name, IntakeLimits.DEFAULTS, SchemaMode.OPEN, false, true, Duration.ofSeconds(1)))
                    .isInstanceOf(AtollException.class)
                    .hasMessageContaining("datacenter is '" + name + "'");
        }
    }

    @Test
    void canaryEventsAreAccepted() {
        String event = IntakeFixture.change("a").replace("\"uri\"", "\"domain\":\"canary\",\"uri\"");
        assertThat(fixture.post(event).status()).isEqualTo(201);
    }
}
