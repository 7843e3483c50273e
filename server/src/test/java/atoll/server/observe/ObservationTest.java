package atoll.server.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.base.error.AtollException;
import atoll.server.admin.Fixture;
import atoll.work.Delivery;
import atoll.work.Outcome;
import atoll.work.Source;
import atoll.work.ledger.state.State;
import atoll.work.owner.WorkView;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ObservationTest {
    private static final String TOPIC = "local.mediawiki.job.refreshLinks";
    private static final String TYPE = "/v1/admin/types/{type}";

    private final Fixture fixture = new Fixture();

    private Delivery delivery(String type, String wiki) {
        return new Delivery(
                "mediawiki_jobs",
                type,
                wiki,
                "e",
                null,
                fixture.now,
                false,
                fixture.now,
                null,
                null,
                null,
                new Source(TOPIC, 0, 0));
    }

    private void ended(String type, String wiki, Outcome outcome) {
        fixture.attempts.ended(delivery(type, wiki), outcome, Duration.ofMillis(40));
    }

    private void sample() throws InterruptedException {
        var _ = fixture.rates.step();
        fixture.time.advance(Duration.ofSeconds(5));
    }

    @Test
    void showsRatesOfWhatCameInWasDoneAndFailed() throws InterruptedException {
        fixture.append(TOPIC, "{}");
        sample();
        for (int i = 0; i < 10; i++) {
            fixture.append(TOPIC, "{}");
        }
        ended("refreshLinks", "enwiki", new Outcome.Done(200, ""));
        sample();
        for (int i = 0; i < 3; i++) {
            ended("refreshLinks", "enwiki", new Outcome.Done(200, ""));
        }
        ended("refreshLinks", "enwiki", new Outcome.Failed(500, "no"));
        ended("refreshLinks", "enwiki", new Outcome.Postponed(503, "ro", Outcome.Scope.WIKI, Duration.ofSeconds(1)));
        var _ = fixture.rates.step();

        JsonNode type = fixture.get("/v1/admin/overview", "").at("/types/0");

        assertThat(type.path("type").asString()).isEqualTo("refreshLinks");
        assertThat(type.path("stream").asString()).isEqualTo("mediawiki.job.refreshLinks");
        assertThat(type.path("accepted_per_second").asDouble()).isEqualTo(1.0);
        assertThat(type.path("done_per_second").asDouble()).isEqualTo(0.4);
        assertThat(type.path("failed_per_second").asDouble()).isEqualTo(0.1);
        assertThat(type.path("failure_rate").asDouble()).isEqualTo(0.2);
        assertThat(type.at("/series/accepted/59").asLong()).isEqualTo(10);
        assertThat(type.at("/series/accepted/58").isNull()).isTrue();
    }

    @Test
    void whatIsLateComesFirstWithWhatHoldsItUp() throws InterruptedException {
        fixture.work.with("0:1", State.READY, "enwiki", fixture.now).with("0:2", State.DEAD, "enwiki", fixture.now);
        fixture.work.dueSince.put("refreshLinks", fixture.now.minusSeconds(90));
        fixture.work.hold("enwiki", "the wiki is read-only");
        fixture.append("local.a-stream", "{}");
        sample();

        JsonNode overview = fixture.get("/v1/admin/overview", "");

        assertThat(overview.at("/types/0/type").asString()).isEqualTo("refreshLinks");
        assertThat(overview.at("/types/0/oldest_seconds").asDouble()).isBetween(95.0, 96.0);
        assertThat(overview.at("/types/0/ready").asLong()).isEqualTo(1);
        assertThat(overview.at("/types/0/dead").asLong()).isEqualTo(1);
        assertThat(overview.at("/types/0/held/0/reason").asString()).isEqualTo("the wiki is read-only");
        assertThat(overview.at("/types/1/type").asString()).isEqualTo("a-stream");
        assertThat(overview.at("/types/1/oldest_seconds").isNull()).isTrue();
    }

    @Test
    void saysOfWhichStreamsSomethingIsMissing() throws InterruptedException {
        fixture.work.with("0:1", State.READY, "enwiki", fixture.now);
        sample();
        JsonNode balance = fixture.get("/v1/admin/overview", "").path("balance");
        assertThat(balance.path("difference").asLong()).isPositive();
        assertThat(balance.at("/streams_differing/0").asString()).isEqualTo("mediawiki.job.refreshLinks");
    }

    @Test
    void aTypeHasItsLatencySharesOfWikisCausesAndSlots() throws InterruptedException {
        fixture.work.with("0:1", State.READY, "dewiki", fixture.now);
        fixture.work.slots.put("mediawiki_jobs", new WorkView.Slots(2, 4));
        fixture.attempts.started(delivery("refreshLinks", "enwiki"), Duration.ofMillis(10));
        for (int i = 0; i < 3; i++) {
            ended("refreshLinks", "enwiki", new Outcome.Done(200, ""));
        }
        ended("refreshLinks", "dewiki", new Outcome.Failed(500, "<b>lock</b> 17"));
        sample();

        JsonNode type = fixture.get(TYPE, "?minutes=5", Map.of("type", "refreshLinks"));

        assertThat(type.at("/latency_ms/wait/p50").asDouble()).isBetween(9.0, 11.0);
        assertThat(type.at("/latency_ms/run/p99").asDouble()).isBetween(36.0, 44.0);
        assertThat(type.path("concurrency").asInt()).isEqualTo(4);
        assertThat(type.at("/wikis/0/wiki").asString()).isEqualTo("enwiki");
        assertThat(type.at("/wikis/0/share").asDouble()).isEqualTo(0.75);
        assertThat(type.at("/wikis/1/waiting").asLong()).isEqualTo(1);
        assertThat(type.at("/failures/0/cause").asString()).isEqualTo("500: <b>lock</b> #");
        assertThat(type.at("/series/step_seconds").asInt()).isEqualTo(5);
        assertThat(type.at("/series/done")).hasSize(60);
    }

    @Test
    void manyFailuresAtOnceAreCountedFromASample() throws InterruptedException {
        for (int i = 0; i < 10_000; i++) {
            ended("refreshLinks", "enwiki", new Outcome.Failed(500, "no " + i));
        }
        fixture.append(TOPIC, "{}");
        sample();
        JsonNode type = fixture.get(TYPE, "", Map.of("type", "refreshLinks"));
        assertThat(type.path("failures")).hasSize(1);
        assertThat(type.at("/failures/0/count").asLong()).isEqualTo(10_000);
    }

    @Test
    void rootJobsWithTheLargestFanOutComeFirstWithWhatStillWaitsOfThem() throws InterruptedException {
        for (int i = 0; i < 300; i++) {
            String root = i % 3 == 0 ? "few" : "many";
            fixture.append(TOPIC, """
                    {"meta":{"id":"event-%d"},"database":"enwiki","params":{"title":"T"},
                     "root_event":{"signature":"%s","dt":"2026-01-01T00:00:00Z"}}""".formatted(i, root));
            fixture.work.with("0:" + i, i % 3 == 2 ? State.READY : State.DONE, "enwiki", fixture.now);
        }
        sample();
        fixture.readEvents();

        JsonNode roots = fixture.get(TYPE, "", Map.of("type", "refreshLinks")).path("roots");

        assertThat(roots).hasSize(2);
        assertThat(roots.at("/0/signature").asString()).isEqualTo("many");
        assertThat(roots.at("/0/jobs").asLong()).isEqualTo(200);
        assertThat(roots.at("/0/waiting").asLong()).isBetween(50L, 150L);
        assertThat(roots.at("/1/jobs").asLong()).isEqualTo(100);
        assertThat(roots.at("/1/waiting").asLong()).isZero();
    }

    @Test
    void typesBeyondTheBoundAreCountedTogether() throws InterruptedException {
        for (int i = 0; i < 3 * TypeNames.MOST; i++) {
            ended("type-" + i, "enwiki", new Outcome.Done(200, ""));
        }
        sample();
        assertThat(fixture.attempts.all()).hasSize(TypeNames.MOST + 1).containsKey(TypeNames.OTHERS);
        assertThat(fixture.get("/v1/admin/overview", "").path("types"))
                .hasSizeBetween(TypeNames.MOST, TypeNames.MOST + 1);
    }

    @Test
    void overviewIsMadeOnceASecondForAll() throws InterruptedException {
        fixture.work.with("0:1", State.READY, "enwiki", fixture.now);
        JsonNode first = fixture.get("/v1/admin/overview", "");
        fixture.work.with("0:2", State.READY, "enwiki", fixture.now);
        assertThat(fixture.get("/v1/admin/overview", "")).isEqualTo(first);
        fixture.time.advance(Duration.ofSeconds(1));
        assertThat(fixture.get("/v1/admin/overview", "").at("/types/0/ready").asLong())
                .isEqualTo(2);
    }

    @Test
    void badInputIsAnsweredWithWhatIsAllowed() {
        assertThatThrownBy(() -> fixture.get(TYPE, "?minutes=1441", Map.of("type", "x")))
                .isInstanceOf(AtollException.class)
                .hasMessage("'minutes' is '1441': must be a whole number from 1 to 1440");
        assertThatThrownBy(() -> fixture.get(TYPE, "", Map.of("type", "<script>")))
                .hasMessage("no job type or stream '<script>' is known");
        assertThatThrownBy(() -> fixture.get(TYPE, "", Map.of("type", "x".repeat(10_000))))
                .hasMessageMatching("no job type or stream 'x{200}…' is known");
        assertThatThrownBy(() -> fixture.get("/v1/admin/overview", "?series=no"))
                .hasMessageStartingWith("there is no parameter 'series'");
    }
}
