package atoll.changeprop.admission;

import static atoll.changeprop.admission.AdmissionWorld.JOBS;
import static atoll.changeprop.admission.AdmissionWorld.job;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.base.error.AtollException;
import atoll.base.lifecycle.Duty.Next;
import atoll.changeprop.executor.Captures;
import atoll.changeprop.executor.JobSignature;
import atoll.changeprop.executor.ManualTime;
import atoll.changeprop.failure.FailureStreams;
import atoll.changeprop.rule.RuleSet;
import atoll.log.CommittedOffset;
import atoll.log.TopicPartition;
import atoll.log.TopicSpec;
import atoll.work.Delivery;
import atoll.work.DeliveryLog;
import atoll.work.LimitKey;
import atoll.work.Root;
import atoll.work.Source;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private final AdmissionWorld world = new AdmissionWorld();

    @Test
    void handsAJobOverWithAllThatDecidesAboutIt() {
        String event = """
                {"$schema":"/mediawiki/job/1.0.0","meta":{"uri":"x","request_id":"req","id":"id-1","dt":"2026-11-22T17:54:54.250Z",
                "domain":"localhost","stream":"mediawiki.job.null"},"database":"testwiki","type":"null","delay_until":"2026-11-22T19:00:00Z",
                "sha1":"abc","root_event":{"signature":"sig","dt":"2026-11-22T17:00:00Z"},"params":{"meta":{"id":"not this"}}}\
                """;
        world.produce(JOBS, event);
        world.settle();

        assertThat(world.deliveries())
                .containsExactly(new Delivery(
                        "mediawiki_jobs",
                        "null",
                        "testwiki",
                        "id-1",
                        "req",
                        Instant.parse("2026-11-22T17:54:54.250Z"),
                        false,
                        ManualTime.START,
                        Instant.parse("2026-11-22T19:00:00Z"),
                        "abc",
                        new Root("sig", Instant.parse("2026-11-22T17:00:00Z")),
                        new Source(JOBS, 0, 0, RuleSet.builtIn().hash())));
        assertThat(world.log.records(DeliveryLog.TOPIC).getFirst().value()).isEqualTo(event.getBytes(UTF_8));
    }

    @Test
    void admitsEveryRecordedJobByteForByteSoThatItsSignatureStillHolds() {
        byte[] key = "0123456789abcdef".repeat(4).getBytes(UTF_8);
        Captures.jobEvents().forEach(event -> world.produce(JOBS, event));
        world.settle();
        world.start();
        world.settle();

        assertThat(world.log.records(DeliveryLog.TOPIC))
                .extracting(record -> new String(record.value(), UTF_8))
                .containsExactlyElementsOf(Captures.jobEvents());
        assertThat(world.log.records(DeliveryLog.TOPIC))
                .allSatisfy(record ->
                        assertThat(JobSignature.verify(record.value(), key)).isEqualTo(JobSignature.Verdict.VALID));
        assertThat(world.deliveries()).extracting(Delivery::wiki).containsOnly("testwiki");
        assertThat(world.deliveries()).extracting(Delivery::coarse).containsOnly(true);
    }

    @Test
    void everyRecordedEventOfOtherStreamsIsRead() {
        world.rules("all: {topic: /./, exec: {uri: 'http://h/'}}");
        Captures.otherEvents().forEach(event -> world.produce("dc1.other", event));
        world.settle();
        assertThat(world.admission.counts("dc1.other")).isEqualTo(new AdmissionCounts(14, 14, 0, 14, 0, 0));
        assertThat(world.deliveries()).extracting(Delivery::type).containsOnly("other");
    }

    @Test
    void theWikiIsFoundByTheRuleThatTokensAreCheckedBy() {
        world.produce(JOBS, "{\"meta\":{\"domain\":\"victim.example\"},\"wiki_id\":\"mine\"}");
        world.produce(JOBS, "{\"meta\":{\"domain\":\"victim.example\"},\"database\":7,\"wiki\":\"mine\"}");
        world.produce(JOBS, "{\"meta\":{\"domain\":\"victim.example\"},\"meta\":{\"id\":\"x\"}}");
        world.settle();
        assertThat(world.deliveries()).extracting(Delivery::wiki).containsExactlyInAnyOrder("mine", "mine", "-");
    }

    @Test
    void anEventTooLargeForItsRulesIsAnErrorAndHoldsUpNothing() {
        world.rules(rulesReadingEverything(7));
        world.produce("dc1.other", padded(10 << 20));
        world.produce("dc1.other", padded(10));
        world.settle();
        assertThat(world.admission.counts("dc1.other")).isEqualTo(new AdmissionCounts(2, 1, 1, 7, 1, 0));
        assertThat(world.deliveries()).hasSize(7);
        assertThat(world.errors().getFirst()).contains("too large: its 7 deliveries have");
    }

    @Test
    void aDraftEndsBeforeAnEventThatWouldMakeItLargerThanABatch() {
        world.log.mostBatchBytes = Drafting.MOST_WRITTEN;
        world.rules(rulesReadingEverything(12));
        world.produce("dc1.other", padded(300 << 10));
        world.produce("dc1.other", padded(5_000 << 10));
        world.settle();
        assertThat(world.deliveries()).hasSize(24);
        assertThat(world.errors()).isEmpty();
    }

    private static String rulesReadingEverything(int count) {
        StringBuilder rules = new StringBuilder();
        for (int i = 0; i < count; i++) {
            rules.append("r").append(i).append(": {topic: other, exec: {uri: 'http://h/'}}\n");
        }
        return rules.toString();
    }

    private static String padded(int bytes) {
        return "{\"meta\":{},\"database\":\"w\",\"x\":\"" + "x".repeat(bytes) + "\"}";
    }

    @Test
    void defect10NewTopicsStartAtTheEarliestRecord() {
        world.settle();
        world.produce("dc1.mediawiki.job.new", job(1));
        world.produce("dc1.mediawiki.job.new", job(2));
        world.settle();
        assertThat(world.deliveries()).extracting(Delivery::eventId).containsExactlyInAnyOrder("e1", "e2");
    }

    @Test
    void defect09ANewTopicDoesNotInterruptTheOthers() {
        world.produce(JOBS, job(1));
        world.settle();
        world.produce("dc1.mediawiki.job.new", job(2));
        world.produce(JOBS, job(3));
        world.settle();
        assertThat(world.deliveries()).hasSize(3);
    }

    @Test
    void defect14AnEventIsAdmittedOnlyForTheRulesThatReadItsStream() {
        world.rules("a: {topic: one, exec: {uri: 'http://h/'}}\nb: {topic: two, exec: {uri: 'http://h/'}}");
        world.produce("dc1.one", job(1));
        world.settle();
        assertThat(world.deliveries()).extracting(Delivery::rule).containsExactly("a");
    }

    @Test
    void defect18ARetryRecordWithoutRetriesLeftIsAnEventLikeAnyOther() {
        world.rules("retries: {topic: change-prop.retry.a, exec: {uri: 'http://h/'}}");
        world.produce(
                "dc1.change-prop.retry.a", "{\"meta\":{\"id\":\"r\"},\"retries_left\":-1,\"original_event\":null}");
        world.produce("dc1.change-prop.retry.a", job(1));
        world.settle();
        assertThat(world.deliveries()).extracting(Delivery::eventId).containsExactlyInAnyOrder("r", "e1");
        assertThat(world.errors()).isEmpty();
    }

    @Test
    void defect17AnInvalidDateIsTheReceiveTimeAndNoDelay() {
        world.produce(
                JOBS,
                "{\"meta\":{\"dt\":\"yesterday\"},\"delay_until\":\"2026-13-45T00:00:00Z\",\"root_event\":{\"signature\":\"s\",\"dt\":\"NaN\"}}");
        world.settle();
        Delivery delivery = world.deliveries().getFirst();
        assertThat(delivery.created()).isEqualTo(ManualTime.START);
        assertThat(delivery.coarse()).isFalse();
        assertThat(delivery.delayUntil()).isNull();
        assertThat(delivery.root()).isNull();
        assertThat(delivery.wiki()).isEqualTo("-");
        assertThat(delivery.eventId()).isEqualTo("filled-id");
    }

    @Test
    void garbageIsCountedQuotedAndStopsNothing() {
        List<byte[]> garbage = List.of(
                new byte[0],
                "not json".getBytes(UTF_8),
                "[1,2]".getBytes(UTF_8),
                "{\"meta\":{}".getBytes(UTF_8),
                "{\"meta\":{}} trailing".getBytes(UTF_8),
                "{\"meta\":5}".getBytes(UTF_8),
                new byte[] {'{', '"', 'm', (byte) 0xFF, '"', ':', '1', '}'},
                ("{\"meta\":{},\"a\":" + "[".repeat(5_000)).getBytes(UTF_8));
        garbage.forEach(event -> world.produce(JOBS, 0, event));
        world.produce(JOBS, job(1));
        world.settle();
        assertThat(world.admission.counts(JOBS)).isEqualTo(new AdmissionCounts(9, 1, 8, 1, 8, 0));
        assertThat(world.errors())
                .hasSize(8)
                .anySatisfy(error -> assertThat(error)
                        .contains(
                                "\"raw_event\":\"not json\"",
                                "\"errored_stream_name\":\"" + JOBS + "\"",
                                JOBS + "/0/1"));
        assertThat(world.deliveries()).hasSize(1);
    }

    @Test
    void valuesOfWrongTypesCountAsAbsent() {
        world.produce(
                JOBS,
                "{\"meta\":{\"id\":[1],\"dt\":5,\"domain\":{\"a\":1},\"request_id\":null},\"database\":7,\"sha1\":{},\"root_event\":[],\"delay_until\":1}");
        world.produce(JOBS, "{\"meta\":{\"domain\":\"en.wiki\"},\"database\":\"" + "x".repeat(2_000) + "\"}");
        world.settle();
        assertThat(world.deliveries()).extracting(Delivery::wiki).containsExactlyInAnyOrder("-", "en.wiki");
    }

    @Test
    void aStreamNoRuleReadsIsCountedButNotReadAndNotReplayedLater() {
        for (int i = 0; i < 5; i++) {
            world.produce("dc1.mediawiki.recentchange", job(i));
        }
        world.settle();
        assertThat(world.log.reads).isZero();
        assertThat(world.admission.counts("dc1.mediawiki.recentchange"))
                .isEqualTo(new AdmissionCounts(5, 0, 5, 0, 0, 0));

        world.rules("rc: {topic: mediawiki.recentchange, exec: {uri: 'http://h/'}}");
        world.produce("dc1.mediawiki.recentchange", job(6));
        world.settle();
        assertThat(world.deliveries()).extracting(Delivery::eventId).containsExactly("e6");
        assertThat(world.admission.counts("dc1.mediawiki.recentchange"))
                .isEqualTo(new AdmissionCounts(6, 1, 5, 1, 0, 0));
    }

    @Test
    void skippingStreamsNoRuleReadsSparesTheDisk() {
        world.produce("dc1.mediawiki.recentchange", job(0));
        world.settle();
        int before = world.log.submits;
        for (int i = 0; i < 20; i++) {
            world.produce("dc1.mediawiki.recentchange", job(i));
            world.settle();
        }
        assertThat(world.log.submits - before).isZero();
        assertThat(world.admission.unread("dc1.mediawiki.recentchange")).isEqualTo(20);
        world.time.pass(Duration.ofSeconds(1));
        world.settle();
        assertThat(world.admission.unread("dc1.mediawiki.recentchange")).isZero();
    }

    @Test
    void internalTopicsAndOtherDatacentersAreNeverRead() {
        world.rules("all: {topic: /./, exec: {uri: 'http://h/'}}");
        world.produce("atoll.ledger", job(1));
        world.produce("dc2.mediawiki.job.null", job(2));
        world.produce("dc10.mediawiki.job.null", job(3));
        world.settle();
        assertThat(world.deliveries()).isEmpty();
        assertThat(world.admission.topics()).isEmpty();
    }

    @Test
    void aDatacenterCannotBeCalledLikeTheInternalTopics() {
        assertThatThrownBy(() -> new Admission(
                        world.log,
                        new DeliveryLog(1),
                        () -> world.rules,
                        world.time,
                        new FailureStreams("atoll", "change-prop"),
                        new SimpleMeterRegistry()))
                .isInstanceOf(AtollException.class);
    }

    @Test
    void whatIsWrittenAboutFailuresIsReadOnlyByRulesThatNameIt() {
        world.rules("""
                all: {topic: /./, exec: {uri: 'http://h/'}}
                named: {topics: [change-prop.error, change-prop.retry.a], exec: {uri: 'http://h/'}}
                """);
        world.produce("dc1.change-prop.error", job(1));
        world.produce("dc1.change-prop.retry.a", job(2));
        world.produce("dc1.change-prop.retry.b", job(3));
        world.produce("dc1.a", job(4));
        world.settle();
        assertThat(world.deliveries())
                .extracting(delivery -> delivery.rule() + " " + delivery.type())
                .containsExactlyInAnyOrder("named change-prop.error", "named change-prop.retry.a", "all a");
    }

    @Test
    void aDeliveryCarriesWhatItsRulesLimitersCountItUnder() {
        world.rules("""
                limiters: {failures: {interval: 60, limit: 2}}
                r: {topic: t, limiters: {failures: '{message.database}/{message.n}'}, exec: {uri: 'http://h/'}}
                """);
        world.produce("dc1.t", job(4));
        world.settle();
        assertThat(world.deliveries().getFirst().limits()).containsExactly(new LimitKey("failures", "wiki1/4"));
    }

    @Test
    void oneDeliveryForEachRuleThatMatches() {
        world.rules("""
                a: {topic: '/^mediawiki\\.job\\./', exclude_topics: [mediawiki.job.x], exec: mediawiki}
                b: {topics: [mediawiki.job.null], exec: {uri: 'http://h/'}}
                """);
        world.produce(JOBS, job(1));
        world.produce("dc1.mediawiki.job.x", job(2));
        world.settle();
        assertThat(world.deliveries())
                .extracting(delivery -> delivery.rule() + " " + delivery.type())
                .containsExactlyInAnyOrder("a null", "b null");
        assertThat(world.admission.counts(JOBS)).isEqualTo(new AdmissionCounts(1, 1, 0, 2, 0, 0));
    }

    @Test
    void canariesMatchNothing() {
        world.produce(JOBS, "{\"meta\":{\"domain\":\"canary\"},\"database\":\"testwiki\"}");
        world.settle();
        assertThat(world.admission.counts(JOBS)).isEqualTo(new AdmissionCounts(1, 0, 1, 0, 0, 0));
    }

    @Test
    void allPartitionsOfAStreamAreRead() {
        world.log.createTopic(JOBS, TopicSpec.keepAll(3));
        for (int i = 0; i < 6; i++) {
            world.produce(JOBS, i % 3, job(i).getBytes(UTF_8));
        }
        world.settle();
        assertThat(world.deliveries()).hasSize(6);
        assertThat(world.admission.counts(JOBS)).isEqualTo(new AdmissionCounts(6, 6, 0, 6, 0, 0));
    }

    @Test
    void countsAndPositionsSurviveARestart() {
        for (int i = 0; i < 3; i++) {
            world.produce(JOBS, job(i));
        }
        world.settle();
        world.start();
        world.produce(JOBS, job(3));
        world.settle();
        assertThat(world.deliveries()).hasSize(4);
        assertThat(world.admission.counts(JOBS)).isEqualTo(new AdmissionCounts(4, 4, 0, 4, 0, 0));
        assertThat(world.log.committed("admission", new TopicPartition(JOBS, 0)))
                .contains(new CommittedOffset(
                        4,
                        "{\"records\":4,\"matched\":4,\"unmatched\":0,\"deliveries\":4,\"unreadable\":0,\"lost\":0}"));
    }

    @Test
    void aFloodInOneStreamDoesNotHoldUpTheOthers() {
        for (int i = 0; i < 5 * Drafting.MOST_RECORDS; i++) {
            world.produce(JOBS, job(i));
        }
        world.produce("dc1.mediawiki.job.small", "{\"meta\":{\"id\":\"small\"}}");
        Next first = world.admission.step();
        Next second = world.admission.step();
        assertThat(List.of(first, second)).containsOnly(Next.NOW);
        assertThat(world.deliveries()).extracting(Delivery::eventId).contains("small");
    }

    @Test
    void aStepIsBoundedByBytesToo() {
        String large = "{\"meta\":{},\"pad\":\"" + "x".repeat(1_000_000) + "\"}";
        for (int i = 0; i < 10; i++) {
            world.produce(JOBS, large);
        }
        world.admission.step();
        assertThat(world.deliveries()).hasSizeBetween(1, 5);
        world.settle();
        assertThat(world.deliveries()).hasSize(10);
    }

    @Test
    void nothingToDoWaitsForAnAppend() throws InterruptedException {
        world.produce(JOBS, job(1));
        Next idle = world.settle();
        assertThat(idle).isInstanceOfSatisfying(Next.OnWakeup.class, next -> {
            assertThat(next.atMost()).isEqualTo(Duration.ofSeconds(1));
        });
        if (idle instanceof Next.OnWakeup(var wakeup, var atMost)) {
            var _ = wakeup.await(atMost);
            world.produce(JOBS, job(2));
            assertThat(wakeup.await(atMost)).isTrue();
        }
    }
}
