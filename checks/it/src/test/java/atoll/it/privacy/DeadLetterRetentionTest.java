package atoll.it.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.json.Json;
import atoll.it.program.AtollProcess;
import atoll.it.program.Eventually;
import atoll.it.program.FakeWiki;
import atoll.it.program.FakeWiki.Reply;
import atoll.it.program.IntakeClient;
import atoll.it.program.JobEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class DeadLetterRetentionTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration KEEP = Duration.ofSeconds(3);
    private static final String RULES = """
            jobs:
              topic: /^mediawiki\\.job\\..+$/
              retry_limit: 0
              exec: mediawiki
            """;

    @TempDir
    Path directory;

    @Test
    void deadLettersGoWhenTheirTimeIsOverAndNothingElseDoes() throws Exception {
        Path data = directory.resolve("data");
        Path rules = Files.writeString(directory.resolve("rules.yaml"), RULES);
        Path config = Files.writeString(directory.resolve("atoll.yaml"), "admin:\n  keep-dead-letters: 3s\n");
        JobEvent dead = JobEvent.unique("bad");
        JobEvent done = JobEvent.unique("good");
        JobEvent waiting = JobEvent.unique("good");
        waiting =
                new JobEvent(waiting.id(), waiting.wiki(), waiting.type(), null, Instant.parse("2090-01-01T00:00:00Z"));
        try (FakeWiki wiki = FakeWiki.answering(
                        execution -> execution.wiki().equals("bad") ? Reply.of(500, "broken") : Reply.done());
                AtollProcess atoll = AtollProcess.serve(
                        data, "--config", config.toString(), "--wiki", wiki.url(), "--rules", rules.toString());
                IntakeClient client = atoll.client()) {
            for (JobEvent job : List.of(dead, done, waiting)) {
                assertThat(client.post(job.body()).status()).isEqualTo(201);
            }
            Eventually.holds(SOON, () -> assertThat(state(client, dead)).isEqualTo("dropped"));
            assertKeptLongEnough(show(client, dead));
            assertThat(state(client, done)).isEqualTo("done");
            assertThat(state(client, waiting)).isEqualTo("waiting");
            assertThat(client.get("/v1/admin/jobs?state=dead").text()).contains("\"jobs\":[]");
            JsonNode balance = Json.readTree(client.balance().text().getBytes(UTF_8));
            assertThat(balance.path("difference").asLong()).as("%s", balance).isZero();
            assertThat(balance.at("/totals/deliveries/dead").asLong()).isZero();
            assertThat(balance.at("/totals/deliveries/dropped").asLong()).isEqualTo(1);

            AtollProcess.Ended retried = AtollProcess.run(
                    directory,
                    "jobs",
                    "retry",
                    dead.id(),
                    "--server",
                    atoll.address().toString());
            assertThat(retried.code()).as(retried.output()).isEqualTo(1);
            assertThat(retried.errors()).contains("is dropped, only a dead or waiting one can be retried");
            assertThat(wiki.executionsOf(dead.id())).hasSize(1);
        }
    }

    private static JsonNode show(IntakeClient client, JobEvent job) throws InterruptedException {
        return Json.readTree(client.get("/v1/admin/jobs/" + job.id()).text().getBytes(UTF_8))
                .at("/deliveries/0");
    }

    private static String state(IntakeClient client, JobEvent job) throws InterruptedException {
        return show(client, job).path("state").asString("");
    }

    private static void assertKeptLongEnough(JsonNode shown) {
        JsonNode died = moment(shown, "dead");
        JsonNode dropped = moment(shown, "dropped by an operator");
        assertThat(dropped.path("detail").asString()).contains("admin.keep-dead-letters");
        assertThat(Duration.between(
                        Instant.parse(died.path("at").asString()),
                        Instant.parse(dropped.path("at").asString())))
                .as("time as a dead letter")
                .isGreaterThanOrEqualTo(KEEP);
    }

    private static JsonNode moment(JsonNode shown, String what) {
        for (JsonNode moment : shown.path("timeline")) {
            if (moment.path("what").asString().equals(what)) {
                return moment;
            }
        }
        throw new AssertionError("nothing is '" + what + "' in " + shown);
    }
}
