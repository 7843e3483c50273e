package atoll.it.input;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.it.program.AtollProcess;
import atoll.it.program.Eventually;
import atoll.it.program.FakeWiki;
import atoll.it.program.FakeWiki.Execution;
import atoll.it.program.FakeWiki.Reply;
import atoll.it.program.IntakeClient;
import atoll.it.program.JobEvent;
import atoll.it.program.StoredWork;
import atoll.it.program.StoredWork.Stored;
import atoll.work.ledger.state.Decision;
import atoll.work.ledger.state.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BadExecutorTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String RULES = """
            jobs:
              topic: /^mediawiki\\.job\\..+$/
              concurrency: 8
              retry_limit: 1
              retry_delay: 100
              retry_factor: 1
              timeout: 1000
              exec: mediawiki
            """;

    @TempDir
    Path directory;

    @Test
    void anExecutorThatNeverAnswersTalksNonsenseOrDoesNotEndIsTriedAgainAndThenDead() throws Exception {
        Path data = directory.resolve("data");
        Path rules = Files.writeString(directory.resolve("rules.yaml"), RULES);
        JobEvent never = JobEvent.unique("never");
        JobEvent garbage = JobEvent.unique("garbage");
        JobEvent endless = JobEvent.unique("endless");
        JobEvent empty = JobEvent.unique("empty");
        JobEvent good = JobEvent.unique("good");
        try (FakeWiki wiki = FakeWiki.answering(BadExecutorTest::reply);
                AtollProcess atoll = AtollProcess.serve(data, "--wiki", wiki.url(), "--rules", rules.toString());
                IntakeClient client = atoll.client()) {
            for (JobEvent job : List.of(never, garbage, endless, empty, good)) {
                assertThat(client.post(job.body()).status()).isEqualTo(201);
            }
            Eventually.holds(SOON, () -> {
                IntakeClient.Balance balance = client.balance();
                assertThat(balance.isSettled()).as("settled: %s", balance).isTrue();
                assertThat(balance.difference()).as("%s", balance).isZero();
            });
            assertThat(client.metric("atoll_work_attempt_seconds_count", "result=\"failed\""))
                    .as("failed attempts")
                    .isEqualTo(8);
            assertThat(wiki.executionsOf(good.id()))
                    .as("executions of a good job beside")
                    .hasSize(1);
            atoll.stop();
        }
        StoredWork stored = StoredWork.read(data);
        assertDead(stored, never, "no answer in time");
        assertDead(stored, garbage, "the answer does not say \"status\":true");
        // On a busy machine its time may be over before it is too large.
        assertDead(stored, endless, "has more than the 4194304 bytes allowed", "no answer in time");
        assertDead(stored, empty, "empty answer");
    }

    private static Reply reply(Execution execution) {
        return switch (execution.wiki()) {
            case "never" -> new Reply.Never();
            case "garbage" -> Reply.of(200, "\u0000\u0001<<<]]]{{{");
            case "endless" -> new Reply.Endless();
            case "empty" -> Reply.of(200, "");
            default -> Reply.done();
        };
    }

    private static void assertDead(StoredWork stored, JobEvent job, String... why) {
        List<Stored> deliveries = stored.deliveriesOf(job.id());
        assertThat(deliveries).as("deliveries of %s", job).hasSize(1);
        assertThat(deliveries.getFirst().state())
                .as("%s", deliveries.getFirst())
                .isEqualTo(State.DEAD);
        List<Decision> decisions = deliveries.getFirst().decisions();
        assertThat(decisions)
                .as("tried again once")
                .filteredOn(Decision.RetryAt.class::isInstance)
                .hasSize(1);
        assertThat(decisions.getLast())
                .isInstanceOfSatisfying(
                        Decision.Died.class, died -> assertThat(died.detail()).containsAnyOf(why));
    }

    @Test
    void jobsOfAWikiNobodyConfiguredWaitUntilItIs() throws Exception {
        Path data = directory.resolve("data");
        JobEvent known = JobEvent.unique("known");
        JobEvent stranger = JobEvent.unique("stranger");
        try (FakeWiki wiki = FakeWiki.obliging()) {
            try (AtollProcess atoll = AtollProcess.serve(data, "--config", config(wiki, "known"));
                    IntakeClient client = atoll.client()) {
                assertThat(client.post(stranger.body()).status()).isEqualTo(201);
                assertThat(client.post(known.body()).status()).isEqualTo(201);
                Eventually.holds(
                        SOON, () -> assertThat(wiki.executionsOf(known.id())).hasSize(1));
                Eventually.holds(SOON, () -> {
                    IntakeClient.Balance balance = client.balance();
                    assertThat(balance.pending()).as("%s", balance).isEqualTo(1);
                });
                assertThat(wiki.executionsOf(stranger.id()))
                        .as("sent to a wiki that is not its own")
                        .isEmpty();
                String why = "no URL is configured for wiki 'stranger'; add it under wikis:";
                assertThat(client.get("/v1/admin/queue").text())
                        .as("what holds work up")
                        .contains(why);
                assertThat(client.get("/v1/admin/jobs/" + stranger.id()).text())
                        .as("what the job waits for")
                        .contains(why);
                assertThat(client.balance().difference()).isZero();
                atoll.stop();
            }
            try (AtollProcess atoll = AtollProcess.serve(data, "--config", config(wiki, "known", "stranger"))) {
                Eventually.holds(
                        SOON,
                        () -> assertThat(wiki.executionsOf(stranger.id()))
                                .as("executions now; errors:\n%s", atoll.errors())
                                .hasSize(1));
            }
        }
    }

    private String config(FakeWiki wiki, String... names) throws IOException {
        StringBuilder text = new StringBuilder("wikis:\n");
        for (String name : names) {
            text.append("  ")
                    .append(name)
                    .append(":\n    url: ")
                    .append(wiki.url())
                    .append('\n');
        }
        return Files.writeString(directory.resolve("atoll.yaml"), text).toString();
    }

    @Test
    void anEventCannotSendARequestToAHostOfItsChoice() throws Exception {
        Path data = directory.resolve("data");
        Path rules = Files.writeString(directory.resolve("rules.yaml"), """
                call:
                  topic: change
                  exec:
                    method: post
                    uri: 'http://{{message.meta.domain}}/secret'
                """);
        try (FakeWiki victim = FakeWiki.obliging();
                AtollProcess atoll = AtollProcess.serve(data, "--rules", rules.toString());
                IntakeClient client = atoll.client()) {
            String host = victim.url().substring("http://".length());
            assertThat(client.post("{\"$schema\":\"/resource_change/1.0.0\",\"meta\":{\"uri\":\"http://localhost/a\","
                                    + "\"domain\":\"" + host + "\",\"stream\":\"change\"},\"tags\":[\"a\"]}")
                            .status())
                    .isEqualTo(201);
            Eventually.holds(SOON, () -> {
                IntakeClient.Balance balance = client.balance();
                assertThat(balance.isSettled()).as("settled: %s", balance).isTrue();
            });
            assertThat(client.metric("atoll_work_attempt_seconds_count", "result=\"rejected\""))
                    .isEqualTo(1);
            assertThat(victim.executions()).as("requests that reached the host").isEmpty();
            atoll.stop();
        }
        assertThat(StoredWork.read(data).deliveries()).singleElement().satisfies(stored -> {
            assertThat(stored.state()).isEqualTo(State.DEAD);
            assertThat(stored.decisions().getLast().toString()).contains("comes from the event and is not configured");
        });
    }
}
