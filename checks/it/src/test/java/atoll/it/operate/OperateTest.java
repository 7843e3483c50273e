package atoll.it.operate;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.json.Json;
import atoll.it.program.AtollProcess;
import atoll.it.program.Eventually;
import atoll.it.program.FakeWiki;
import atoll.it.program.FakeWiki.Reply;
import atoll.it.program.IntakeClient;
import atoll.it.program.JobEvent;
import atoll.it.program.RawConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class OperateTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String RULES = """
            jobs:
              topic: /^mediawiki\\.job\\..+$/
              concurrency: 8
              retry_limit: 0
              exec: mediawiki
            """;
    private static final String OTHER_RULES = """
            other:
              topic: /^mediawiki\\.job\\..+$/
              concurrency: 2
              exec: mediawiki
            """;

    private static final String LISTEN = "GET /v1/admin/live HTTP/1.1\r\nHost: localhost\r\n\r\n";

    @TempDir
    Path directory;

    private AtollProcess.Ended atoll(AtollProcess server, String... arguments) throws InterruptedException {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.add("--server");
        all.add(server.address().toString());
        return AtollProcess.run(directory, all.toArray(String[]::new));
    }

    private JsonNode json(AtollProcess server, String... arguments) throws InterruptedException {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.add("--json");
        AtollProcess.Ended ended = atoll(server, all.toArray(String[]::new));
        assertThat(ended.code()).as("%s", ended).isZero();
        return Json.readTree(ended.output().getBytes(StandardCharsets.UTF_8));
    }

    private AtollProcess serve(FakeWiki wiki) throws Exception {
        Path rules = directory.resolve("rules.yaml");
        if (!Files.exists(rules)) {
            Files.writeString(rules, RULES);
        }
        return AtollProcess.serve(directory.resolve("data"), "--wiki", wiki.url(), "--rules", rules.toString());
    }

    @Test
    void whatABrokenWikiKilledIsSeenFoundReplayedAndInTheAuditAlsoAfterAKill() throws Exception {
        AtomicBoolean broken = new AtomicBoolean(true);
        List<JobEvent> jobs = List.of(JobEvent.unique("enwiki"), JobEvent.unique("enwiki"), JobEvent.unique("dewiki"));
        try (FakeWiki wiki = FakeWiki.answering(execution -> broken.get()
                ? Reply.of(500, "{\"message\":\"Lock wait on db" + execution.number() + " <script>\"}")
                : Reply.done())) {
            try (AtollProcess server = serve(wiki);
                    IntakeClient client = server.client()) {
                for (JobEvent job : jobs) {
                    assertThat(client.post(job.body()).status()).isEqualTo(201);
                }
                Eventually.holds(SOON, () -> {
                    JsonNode groups = Json.readTree(
                                    client.get("/v1/admin/dead-letters").text().getBytes(StandardCharsets.UTF_8))
                            .path("groups");
                    assertThat(groups.path(0).path("count").asInt())
                            .as("%s", groups)
                            .isEqualTo(3);
                });
                assertThat(json(server, "dead-letters").at("/groups/0/cause").asString())
                        .contains("500: ")
                        .contains("<script>");
                JsonNode found = json(server, "find", jobs.getFirst().id());
                assertThat(found.at("/found/0/states/dead").asInt())
                        .as("%s", found)
                        .isEqualTo(1);
                JsonNode tree = json(
                        server, "find", "--tree", "request-" + jobs.getFirst().id());
                assertThat(tree.at("/root/0/deliveries/0/state").asString()).isEqualTo("dead");
                JsonNode type = json(server, "overview", "--type", "null");
                assertThat(type.path("dead").asInt()).isEqualTo(3);
                server.kill();
            }
            broken.set(false);
            try (AtollProcess server = serve(wiki).awaitReady();
                    IntakeClient client = server.client()) {
                AtollProcess.Ended begun =
                        atoll(server, "dead-letters", "replay", "--all", "--per-second", "100", "--reason", "repaired");
                assertThat(begun.code()).as("%s", begun).isZero();
                Eventually.holds(SOON, () -> {
                    IntakeClient.Balance balance = client.balance();
                    assertThat(balance.isSettled()).as("%s", balance).isTrue();
                    assertThat(json(server, "actions").at("/actions/0/state").asString())
                            .isEqualTo("done");
                });
                for (JobEvent job : jobs) {
                    assertThat(json(server, "find", job.id())
                                    .at("/found/0/states/done")
                                    .asInt())
                            .isEqualTo(1);
                }
                JsonNode audit = json(server, "audit");
                assertThat(audit.at("/entries/0/action").asString()).isEqualTo("dead-letters replay ended");
                assertThat(audit.at("/entries/0/count").asInt()).isEqualTo(3);
                assertThat(audit.at("/entries/1/reason").asString()).isEqualTo("repaired");
                server.stop();
            }
        }
    }

    @Test
    void rulesGivenAtRunTimeOutliveAKillUntilTheFilesOnDiskChange() throws Exception {
        Path other = Files.writeString(directory.resolve("other.yaml"), OTHER_RULES);
        try (FakeWiki wiki = FakeWiki.obliging()) {
            try (AtollProcess server = serve(wiki).awaitReady()) {
                AtollProcess.Ended applied = atoll(server, "rules", "apply", other.toString(), "--reason", "trying");
                assertThat(applied.code()).as("%s", applied).isZero();
                assertThat(json(server, "rules", "list").at("/rules/0/name").asString())
                        .isEqualTo("other");
                server.kill();
            }
            try (AtollProcess server = serve(wiki).awaitReady()) {
                assertThat(json(server, "rules", "list").at("/rules/0/name").asString())
                        .isEqualTo("other");
                assertThat(json(server, "rules", "versions").path("in_force").asInt())
                        .isEqualTo(1);
                server.stop();
            }
            Files.writeString(directory.resolve("rules.yaml"), RULES.replace("concurrency: 8", "concurrency: 9"));
            try (AtollProcess server = serve(wiki).awaitReady()) {
                assertThat(json(server, "rules", "list").at("/rules/0/name").asString())
                        .isEqualTo("jobs");
                assertThat(json(server, "rules", "versions").path("in_force").asInt())
                        .isZero();
                server.stop();
            }
        }
    }

    @Test
    void theOverviewIsToldEachSecondToABoundedNumberOfListeners() throws Exception {
        List<RawConnection> listeners = new ArrayList<>();
        try (FakeWiki wiki = FakeWiki.obliging();
                AtollProcess server = serve(wiki).awaitReady()) {
            for (int i = 0; i < 64; i++) {
                RawConnection listener = RawConnection.to(server.address()).send(LISTEN);
                listeners.add(listener);
                assertThat(listener.readHead(SOON)).startsWith("HTTP/1.1 200");
                assertThat(listener.readUntil("overview", SOON)).contains("event: overview");
            }
            try (RawConnection oneMore = RawConnection.to(server.address()).send(LISTEN)) {
                assertThat(oneMore.readHead(SOON)).startsWith("HTTP/1.1 429");
            }
            assertThat(listeners.getFirst().readUntil("\"types\":[", SOON)).contains("accepted_per_second");
            server.stop();
        } finally {
            for (RawConnection listener : listeners) {
                listener.close();
            }
        }
    }

    @Test
    void anIndexOfEventsThatIsLostIsBuiltAgain() throws Exception {
        JobEvent job = JobEvent.unique("enwiki");
        try (FakeWiki wiki = FakeWiki.obliging()) {
            try (AtollProcess server = serve(wiki);
                    IntakeClient client = server.client()) {
                assertThat(client.post(job.body()).status()).isEqualTo(201);
                server.stop();
            }
            Path tables = directory.resolve("data").resolve("find").resolve("tables");
            try (var files = Files.list(tables)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            try (AtollProcess server = serve(wiki)) {
                Eventually.holds(
                        SOON,
                        () -> assertThat(json(server, "find", "--by", "job", job.id())
                                        .path("found"))
                                .hasSize(1));
                server.stop();
            }
        }
    }
}
