package atoll.it.limits;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.json.Json;
import atoll.it.program.AtollProcess;
import atoll.it.program.Eventually;
import atoll.it.program.FakeWiki;
import atoll.it.program.FakeWiki.Reply;
import atoll.it.program.IntakeClient;
import atoll.it.program.JobEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class LimitsTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration A_MOMENT = Duration.ofMillis(700);
    private static final int CONCURRENCY = 12;
    private static final String RULES = """
            jobs:
              topic: /^mediawiki\\.job\\..+$/
              concurrency: %d
              retry_limit: 1000
              retry_delay: 200
              retry_factor: 1
              timeout: 5000
              exec: mediawiki
            """.formatted(CONCURRENCY);

    @TempDir
    Path directory;

    private volatile Duration takes = Duration.ofMillis(15);
    private final AtomicBoolean broken = new AtomicBoolean();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger mostUnderWay = new AtomicInteger();

    /// Each execution takes a while, so that as many are under way at once as Atoll lets.
    private Reply reply(FakeWiki.Execution execution) {
        int now = underWay.incrementAndGet();
        mostUnderWay.accumulateAndGet(now, Math::max);
        try {
            Eventually.pause(takes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            underWay.decrementAndGet();
        }
        return broken.get() ? Reply.of(503, "the database is away") : Reply.done();
    }

    private AtollProcess serve(FakeWiki wiki) throws IOException, InterruptedException {
        Path rules = Files.writeString(directory.resolve("rules.yaml"), RULES);
        return AtollProcess.serve(directory.resolve("data"), "--wiki", wiki.url(), "--rules", rules.toString())
                .awaitReady();
    }

    private String command(AtollProcess atoll, String... arguments) throws InterruptedException {
        AtollProcess.Ended ended = ended(atoll, arguments);
        assertThat(ended.code())
                .as("%s\n%s\n%s", String.join(" ", arguments), ended.output(), ended.errors())
                .isZero();
        return ended.output();
    }

    private AtollProcess.Ended ended(AtollProcess atoll, String... arguments) throws InterruptedException {
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--server";
        all[arguments.length + 1] = atoll.address().toString();
        return AtollProcess.run(directory, all);
    }

    private static void post(IntakeClient client, String wiki, String type, int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            assertThat(client.post(JobEvent.unique(wiki).withType(type).body()).status())
                    .isEqualTo(201);
        }
    }

    private static JsonNode json(IntakeClient client, String path) throws InterruptedException {
        IntakeClient.Answer answer = client.get(path);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return Json.readTree(answer.text().getBytes(UTF_8));
    }

    private static long done(IntakeClient client) throws InterruptedException {
        return json(client, "/v1/admin/queue").path("totals").path("done").asLong();
    }

    @Test
    void brokenWikiIsTriedByFewerAndGetsAllBackWhenItIsMended() throws Exception {
        broken.set(true);
        try (FakeWiki wiki = FakeWiki.answering(this::reply);
                AtollProcess atoll = serve(wiki);
                IntakeClient client = atoll.client()) {
            post(client, "brokenwiki", "refreshLinks", 200);
            Eventually.holds(SOON, () -> {
                JsonNode limit = json(client, "/v1/admin/limits").path("limits").get(0);
                assertThat(limit).as("a lowered limit").isNotNull();
                assertThat(limit.path("limit_now").asInt()).as("%s", limit).isEqualTo(1);
            });
            assertThat(command(atoll, "limits")).contains("brokenwiki").contains("server-error");
            assertThat(json(client, "/v1/admin/queue").path("held").toString())
                    .contains("limit of ")
                    .contains("since server errors at ");
            mostUnderWay.set(0);
            Eventually.pause(A_MOMENT);
            assertThat(mostUnderWay.get()).as("under way at once while broken").isLessThanOrEqualTo(2);
            broken.set(false);
            Eventually.holds(
                    SOON,
                    () -> assertThat(mostUnderWay.get())
                            .as("under way at once after it was mended")
                            .isGreaterThanOrEqualTo(CONCURRENCY - 2));
            Eventually.holds(SOON, () -> assertThat(done(client)).isEqualTo(200));
            assertThat(client.balance().difference()).isZero();
            assertThat(client.metric("atoll_limit_decrease_total", "cause=\"server-error\""))
                    .isPositive();
        }
    }

    @Test
    void pauseHoldsOverAKillAndWhatWaitedGoesOnWhenItIsResumed() throws Exception {
        try (FakeWiki wiki = FakeWiki.answering(this::reply)) {
            try (AtollProcess atoll = serve(wiki);
                    IntakeClient client = atoll.client()) {
                String paused =
                        command(atoll, "pause", "refreshLinks", "--wiki", "aawiki", "--reason", "schema change");
                assertThat(paused)
                        .contains("paused 'refreshLinks' of wiki 'aawiki' (version 1)")
                        .contains("no job of wiki 'aawiki' is known yet");
                post(client, "aawiki", "refreshLinks", 3);
                post(client, "aawiki", "other", 1);
                Eventually.holds(SOON, () -> assertThat(done(client)).isEqualTo(1));
                atoll.kill();
            }
            try (AtollProcess atoll = serve(wiki);
                    IntakeClient client = atoll.client()) {
                Eventually.pause(A_MOMENT);
                assertThat(wiki.executions())
                        .as("executions: the other type's only")
                        .hasSize(1);
                assertThat(command(atoll, "queue"))
                        .contains("paused by the policy for 'refreshLinks' of wiki 'aawiki'");
                assertThat(command(atoll, "limits")).contains("paused").contains("schema change");
                command(atoll, "resume", "refreshLinks", "--wiki", "aawiki", "--reason", "done");
                Eventually.holds(SOON, () -> assertThat(done(client)).isEqualTo(4));
                assertThat(command(atoll, "limits")).contains("no policies");
            }
        }
    }

    @Test
    void limitsChangeWhileWorkGoesOn() throws Exception {
        // So long that there is work left when the second command has come.
        takes = Duration.ofMillis(150);
        try (FakeWiki wiki = FakeWiki.answering(this::reply);
                AtollProcess atoll = serve(wiki);
                IntakeClient client = atoll.client()) {
            command(atoll, "limits", "set", "refreshLinks", "--concurrency", "2", "--reason", "protect");
            post(client, "aawiki", "refreshLinks", 60);
            post(client, "bbwiki", "refreshLinks", 60);
            Eventually.holds(SOON, () -> assertThat(done(client)).isGreaterThan(20));
            assertThat(mostUnderWay.get()).as("under way at once").isLessThanOrEqualTo(2);
            command(atoll, "limits", "set", "refreshLinks", "--concurrency", "8", "--reason", "enough");
            Eventually.holds(SOON, () -> assertThat(done(client)).isEqualTo(120));
            assertThat(mostUnderWay.get()).as("under way at once").isBetween(3, 8);
        }
    }

    @Test
    void badCommandsAreAnsweredWithOneLine() throws Exception {
        try (FakeWiki wiki = FakeWiki.obliging();
                AtollProcess atoll = serve(wiki)) {
            refused(atoll, "--concurrency is '-1': must be N or MIN..MAX", "limits", "set", "t", "--concurrency=-1");
            refused(atoll, "concurrency max is '0'", "limits", "set", "t", "--concurrency", "0");
            refused(atoll, "concurrency max is '999999999'", "limits", "set", "t", "--concurrency", "999999999");
            refused(atoll, "--rate is 'NaN'", "limits", "set", "t", "--rate", "NaN");
            refused(atoll, "--weight is 'NaN'", "limits", "set", "t", "--weight", "NaN");
            refused(atoll, "weight is '-3.0'", "limits", "set", "t", "--weight=-3");
            refused(atoll, "nothing to set", "limits", "set", "t");
            refused(atoll, "is not paused itself", "resume", "t");
            refused(atoll, "no policy for 't' of all wikis is recorded", "limits", "remove", "t");
        }
    }

    private void refused(AtollProcess atoll, String message, String... arguments) throws InterruptedException {
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--reason";
        all[arguments.length + 1] = "test";
        AtollProcess.Ended ended = ended(atoll, all);
        assertThat(ended.code()).as(String.join(" ", arguments)).isEqualTo(1);
        assertThat(ended.errors().strip()).contains(message).doesNotContain("\n");
    }
}
