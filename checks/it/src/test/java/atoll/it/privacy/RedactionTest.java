package atoll.it.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.json.Json;
import atoll.it.program.AtollProcess;
import atoll.it.program.Eventually;
import atoll.it.program.FakeWiki;
import atoll.it.program.FakeWiki.Execution;
import atoll.it.program.FakeWiki.Reply;
import atoll.it.program.IntakeClient;
import atoll.it.program.JobEvent;
import atoll.it.program.StoredWork;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A job whose secret the wiki repeats in its error, so that it could appear in timelines, streams of failures, logs.
class RedactionTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String SECRET = "Zoë 203.0.113.77";
    private static final String ENCODED = "Zo%C3%AB%20203.0.113.77";
    private static final String TELLTALE = "203.0.113.77";
    private static final String MASK = "[redacted]";
    private static final String RULES = """
            jobs:
              topic: /^mediawiki\\.job\\..+$/
              retry_limit: 1
              retry_delay: 100
              exec: mediawiki
            """;
    private static final String CONFIG = """
            jobs:
              failure-events: true
            admin:
              redact: [params.user]
            """;

    @TempDir
    Path directory;

    @Test
    void aRedactedFieldIsShownNowhereAndTheWikiGetsItAllTheSame() throws Exception {
        Path data = directory.resolve("data");
        Path rules = Files.writeString(directory.resolve("rules.yaml"), RULES);
        Path config = Files.writeString(directory.resolve("atoll.yaml"), CONFIG);
        JobEvent job = JobEvent.unique("testwiki");
        String event = new String(job.bytes(), UTF_8).replace("\"title\":", "\"user\":\"" + SECRET + "\",\"title\":");
        try (FakeWiki wiki = FakeWiki.answering(RedactionTest::reply);
                AtollProcess atoll = AtollProcess.serve(
                        data, "--config", config.toString(), "--wiki", wiki.url(), "--rules", rules.toString());
                IntakeClient client = atoll.client()) {
            assertThat(client.post("[" + event + "]").status()).isEqualTo(201);
            Eventually.holds(
                    SOON,
                    () -> assertThat(client.get("/v1/admin/jobs/" + job.id()).text())
                            .contains("\"state\":\"dead\""));
            assertThat(wiki.executionsOf(job.id()))
                    .as("what the wiki got")
                    .hasSize(2)
                    .allSatisfy(execution -> assertThat(execution.text()).contains(SECRET));

            assertHidden(client.get("/v1/admin/jobs/" + job.id()).text(), MASK);
            assertHidden(client.get("/v1/admin/jobs?state=dead").text(), MASK);
            assertHidden(commandLine(atoll, "jobs", "show", job.id()), MASK);
            assertHidden(commandLine(atoll, "jobs", "show", job.id(), "--json"), MASK);
            assertHidden(commandLine(atoll, "jobs", "list", "--state", "dead"), MASK);
            assertHidden(commandLine(atoll, "events", "tail", "--limit", "100"), MASK);
            assertHidden(commandLine(atoll, "events", "tail", "--limit", "100", "--json"), MASK);
            List<String> shown = topicsThatShowTheEvent(client);
            assertThat(shown)
                    .as("topics of the event, of its retry, and of its failure")
                    .hasSizeGreaterThanOrEqualTo(3)
                    .anyMatch(topic -> topic.contains(".retry."))
                    .anyMatch(topic -> topic.endsWith(".error"));
            assertThat(client.get("/metrics").text()).doesNotContain(TELLTALE);
            assertThat(atoll.errors()).doesNotContain(TELLTALE);
            atoll.stop();
        }
        assertThat(StoredWork.read(data).eventsOf("mediawiki.job.null"))
                .as("what is stored")
                .anyMatch(stored -> stored.equals(event));
    }

    /// As it is, as part of an address, and at the end, where the text is cut off.
    private static Reply reply(Execution execution) {
        return Reply.of(
                500,
                "no user '" + SECRET + "' at http://wiki.example/User:" + ENCODED + " " + "x".repeat(120) + SECRET);
    }

    private static void assertHidden(String text, String mark) {
        assertThat(text).contains(mark).doesNotContain(TELLTALE, "Zo\u00eb", "Zo%C3");
    }

    private String commandLine(AtollProcess atoll, String... arguments) throws InterruptedException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--server");
        all.add(atoll.address().toString());
        AtollProcess.Ended ended = AtollProcess.run(directory, all.toArray(String[]::new));
        assertThat(ended.code()).as(ended.errors()).isZero();
        return ended.output();
    }

    /// Looks at all that can be read of every topic, Atoll's own included.
    private static List<String> topicsThatShowTheEvent(IntakeClient client) throws InterruptedException {
        List<String> shown = new ArrayList<>();
        JsonNode topics = Json.readTree(client.get("/v1/admin/topics").text().getBytes(UTF_8));
        for (JsonNode topic : topics.path("topics")) {
            String name = topic.path("name").asString();
            for (JsonNode partition : topic.path("partitions")) {
                String records = client.get("/v1/admin/topics/" + name + "/records?limit=1000&partition="
                                + partition.path("partition").asInt())
                        .text();
                assertThat(records).as("records of '%s'", name).doesNotContain(TELLTALE, "Zo\u00eb", "Zo%C3");
                if (records.contains(MASK)) {
                    shown.add(name);
                }
            }
        }
        return shown;
    }
}
