package atoll.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.id.Ids;
import atoll.base.id.Randomness;
import atoll.base.time.SystemTime;
import atoll.changeprop.admission.AdmissionCounts;
import atoll.http.HttpMetrics;
import atoll.http.HttpResponse;
import atoll.http.HttpServer;
import atoll.http.HttpServerConfig;
import atoll.http.Route;
import atoll.http.Router;
import atoll.server.admin.Fixture;
import atoll.work.ledger.state.State;
import atoll.work.ledger.state.Timeline;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import tools.jackson.databind.json.JsonMapper;

class CommandsHttpTest {
    private static final String TOPIC = "local.mediawiki.job.refreshLinks";
    private static final byte[] PARTLY = """
            {"invalid":[{"status":"invalid","event":{"meta":{"id":"bad-1"}},"context":{"message":"no stream",
            "errors":[{"path":"/meta","keyword":"required","message":"stream is missing"}]}}],"error":[]}""".getBytes(StandardCharsets.UTF_8);

    private final Fixture fixture = new Fixture();
    private final List<String> produced = new ArrayList<>();
    private final HttpServer server = new HttpServer(
            HttpServerConfig.DEFAULTS.withListen("127.0.0.1", 0),
            new Router(routes()),
            new HttpMetrics(new SimpleMeterRegistry()),
            new SystemTime(),
            Ids.random(Randomness.seeded(1)));

    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();
    private String input = "";

    @Command(name = "atoll")
    private static final class Root {}

    private List<Route> routes() {
        List<Route> routes = new ArrayList<>(fixture.api.routes());
        routes.add(Route.post("/v1/events", request -> {
            String body = new String(request.body(1000), StandardCharsets.UTF_8);
            produced.add(request.query().raw() + " " + body);
            return body.contains("bad") ? HttpResponse.json(207, PARTLY) : HttpResponse.of(201);
        }));
        return routes;
    }

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private int run(String... arguments) {
        return runAt("http://127.0.0.1:" + server.port(), arguments);
    }

    private int runAt(String address, String... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        ByteArrayInputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
        CommandLine root =
                Commands.addTo(new CommandLine(new Root()), new CommandContext(address, "ann", in, new SystemTime()));
        return root.setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(arguments);
    }

    private String printed() {
        return out.toString().replace(System.lineSeparator(), "\n");
    }

    @Test
    void queueIsATableWithASummary() {
        fixture.work
                .with("0:1", State.READY, "enwiki", fixture.now)
                .with("0:2", State.DEAD, "enwiki", fixture.now)
                .with("0:3", State.DONE, "de", fixture.now)
                .with("0:4", State.DUPLICATE, "de", fixture.now);
        fixture.work.oldest = fixture.now.minusSeconds(150);
        assertThat(run("queue")).isZero();
        assertThat(printed()).isEqualTo("""
                        WIKI    TYPE          RULE            WAITING  READY  RUNNING  RETRY  DEAD  DONE  OTHER
                        de      refreshLinks  mediawiki_jobs        0      0        0      0     0     1      1
                        enwiki  refreshLinks  mediawiki_jobs        0      1        0      0     1     0      0

                        0 waiting, 1 ready, 0 running, 0 retry, 1 dead, 1 done, 1 duplicate; the oldest came 2 min ago
                        """);
    }

    @Test
    void balanceSaysThatNothingIsMissingAndExitsWithTwoIfSomethingIs() {
        fixture.append(TOPIC, "{}");
        fixture.admitted.put(TOPIC, new AdmissionCounts(1, 1, 0, 1, 0, 0));
        fixture.work.with("0:0", State.DONE, "enwiki", fixture.now);
        assertThat(run("balance")).isZero();
        assertThat(printed()).isEqualTo("""
                        STREAM                      ACCEPTED  UNMATCHED  NOT ADMITTED  JOBS  DONE  OTHER  DEAD  PENDING  MISSING
                        mediawiki.job.refreshLinks         1          0             0     1     1      0     0        0        0
                        all                                1          0             0     1     1      0     0        0        0

                        nothing is missing
                        """);
        fixture.append(TOPIC, "{}");
        assertThat(run("balance")).isEqualTo(2);
        assertThat(printed()).contains("1 missing: streams with a number in the last column");
    }

    @Test
    void jobsListIsATableThatSaysWhereToGoOn() {
        fixture.work
                .with("0:1", State.DEAD, "enwiki", fixture.now, moment("dead", 500, "bad \u001b[31m gateway"))
                .with("0:2", State.DEAD, "enwiki", fixture.now);
        assertThat(run("jobs", "list", "--limit", "1")).isZero();
        assertThat(printed()).isEqualTo("""
                        ID   STATE  WIKI    TYPE          RECEIVED  ATTEMPTS  LAST
                        0:1  dead   enwiki  refreshLinks  10 s ago         1  dead 500: bad \\u001b[31m gateway
                        there may be more: --from 0:2
                        """);
        assertThat(run("jobs", "list", "--state", "done")).isZero();
        assertThat(printed()).isEqualTo("no such jobs\n");
    }

    @Test
    void jobsShowPrintsTheTimeline() {
        fixture.work.with(
                "3:7", State.DEAD, "enwiki", fixture.now, moment("claimed", 0, ""), moment("dead", 500, "oops"));
        assertThat(run("jobs", "show", "3:7")).isZero();
        assertThat(printed()).isEqualTo("""
                        delivery 3:7 is DEAD, waits for an operator: retry or drop it
                          wiki        enwiki
                          type        refreshLinks
                          rule        mediawiki_jobs
                          event       event-7
                          request     req-1
                          same as     sha
                          root        rootsig of 2025-12-31T23:58:50Z
                          created     2025-12-31T23:59:49Z (11 s ago)
                          attempts    1 failed, claimed 2 times

                          2025-12-31 23:59:50.000            received: local.mediawiki.job.refreshLinks/0 at 7, matched by rule mediawiki_jobs
                          2025-12-31 23:59:55.000  +5 s      claimed
                          2025-12-31 23:59:55.000  +0 ms     dead 500: oops
                        """);
    }

    @Test
    void jobsShowSaysWhyThereIsNoDelivery() {
        fixture.append("local.page-edit", "{\"id\":\"ev-1\"}");
        assertThat(run("jobs", "show", "ev-1")).isZero();
        assertThat(printed()).isEqualTo("""
                        event ev-1: no delivery is known, but records are
                          received 2026-01-01T00:00:00Z in local.page-edit/0 at 0
                          matched no rule: none of the loaded rules reads the stream 'page-edit'
                        """);
        assertThat(run("jobs", "show", "nobody/knows it")).isEqualTo(1);
        assertThat(printed()).startsWith("event nobody/knows it: no delivery knows this event");
        assertThat(run("jobs", "show", "3:7")).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("atoll: no delivery '3:7' is known")
                .hasLineCount(1);
    }

    @Test
    void defect13JobsCanBeRetriedAndDroppedByName() {
        fixture.work.with("0:1", State.DEAD, "enwiki", fixture.now).with("0:2", State.DONE, "enwiki", fixture.now);
        assertThat(run("jobs", "retry", "0:1")).isZero();
        assertThat(printed()).isEqualTo("retried 0:1\n");
        assertThat(fixture.work.commands).containsExactly("retry 0:1 by ann from 127.0.0.1");
        assertThat(run("jobs", "drop", "0:2")).isEqualTo(1);
        assertThat(err.toString()).startsWith("atoll: cannot drop '0:2': 0:2 is done");
        assertThat(run("jobs", "drop")).isEqualTo(1);
        assertThat(err.toString()).startsWith("atoll: give either ids or which jobs are meant");
    }

    @Test
    void jobsDropManyOnlyWithYesAndInPortions() {
        for (int i = 0; i < 250; i++) {
            fixture.work.with("0:" + i, State.DEAD, i % 2 == 0 ? "enwiki" : "dewiki", fixture.now);
        }
        assertThat(run("jobs", "drop", "--wiki", "enwiki")).isZero();
        assertThat(printed()).isEqualTo("would drop 125 jobs; add --yes to do it\n");
        assertThat(fixture.work.commands).isEmpty();
        assertThat(run("jobs", "drop", "--wiki", "enwiki", "--yes")).isZero();
        assertThat(printed()).isEqualTo("125 dropped\n");
        assertThat(err.toString()).isEqualToNormalizingNewlines("100 dropped so far\n");
        assertThat(fixture.work.commands).hasSize(125);
        assertThat(run("jobs", "retry", "--all", "--limit", "3", "--yes")).isZero();
        assertThat(printed()).isEqualTo("3 retried; there may be more, --limit ended it\n");
    }

    @Test
    void eventsTailShowsTheLastOnesSafely() {
        fixture.append(TOPIC, "{\"a\":1}");
        fixture.append(TOPIC, "{\"a\":2}");
        fixture.append(TOPIC, "no json \u001b[2J");
        fixture.append("atoll.ledger", "internal");
        assertThat(run("events", "tail", "--limit", "2")).isZero();
        assertThat(printed()).isEqualTo("""
                        2026-01-01T00:00:00Z  local.mediawiki.job.refreshLinks/0 1  {"a":2}
                        2026-01-01T00:00:00Z  local.mediawiki.job.refreshLinks/0 2  no json \\u001b[2J
                        """);
        assertThat(run("events", "tail", "--topic", "mediawiki.job.refreshLinks", "--from", "0", "--json"))
                .isZero();
        assertThat(printed()
                        .lines()
                        .map(line ->
                                new JsonMapper().readTree(line).path("offset").asInt()))
                .containsExactly(0, 1, 2);
        assertThat(run("events", "tail", "--topic", "nope")).isEqualTo(1);
        assertThat(err.toString()).startsWith("atoll: there is no topic 'nope'");
    }

    @Test
    void eventsProduceSendsAFileOrTheInputAndShowsWhatWasRefused(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("event.json"), "{\"ok\":1}");
        assertThat(run("events", "produce", "--stream", "test", file.toString()))
                .isZero();
        assertThat(printed()).isEqualTo("accepted (status 201)\n");
        input = "[\"bad\"]";
        assertThat(run("events", "produce", "-")).isEqualTo(1);
        assertThat(printed()).isEqualTo("""
                        accepted in part (status 207)
                          invalid bad-1: no stream
                            /meta: stream is missing
                        """);
        assertThat(produced).containsExactly("stream=test {\"ok\":1}", " [\"bad\"]");
        assertThat(run("events", "produce", directory.resolve("none").toString()))
                .isEqualTo(1);
        assertThat(err.toString()).startsWith("atoll: cannot read '").hasLineCount(1);
    }

    @Test
    void topicsAndRulesAreTables() {
        fixture.append("local.test", "{}");
        assertThat(run("log", "topics")).isZero();
        assertThat(printed()).isEqualTo("""
                        TOPIC           PARTITIONS  RECORDS  SIZE  KEPT FOR   KEPT UP TO
                        atoll.delivery           1        0  0 B   as needed  any size
                        local.test               1        1  2 B   as needed  any size
                        """);
        assertThat(run("rules", "list")).isZero();
        assertThat(printed()).startsWith("""
                        RULE            READS                   AT ONCE  RETRIES  FIRST AFTER  TIMES  DOES
                        mediawiki_jobs  /^mediawiki\\.job\\..+$/        4        2  60 s         6.0    runs the job on its wiki
                        """);
    }

    @Test
    void everyCommandCanPrintTheServersJson() {
        fixture.work.with("0:1", State.DEAD, "enwiki", fixture.now);
        String[][] commands = {
            {"queue"},
            {"balance"},
            {"jobs", "list"},
            {"jobs", "show", "0:1"},
            {"jobs", "retry", "0:1"},
            {"jobs", "drop", "0:1"},
            {"log", "topics"},
            {"rules", "list"}
        };
        for (String[] command : commands) {
            List<String> arguments = new ArrayList<>(List.of(command));
            arguments.add("--json");
            run(arguments.toArray(String[]::new));
            assertThat(new JsonMapper().readTree(printed()).isObject())
                    .as(printed())
                    .isTrue();
        }
    }

    @Test
    void everyCommandHasHelpWithAnExample() {
        CommandLine root = Commands.addTo(
                new CommandLine(new Root()),
                new CommandContext(
                        "http://127.0.0.1:1", "ann", new ByteArrayInputStream(new byte[0]), new SystemTime()));
        List<CommandLine> commands = new ArrayList<>(root.getSubcommands().values());
        root.getSubcommands()
                .values()
                .forEach(command -> commands.addAll(command.getSubcommands().values()));
        assertThat(commands).hasSize(18);
        for (CommandLine command : commands) {
            assertThat(command.getUsageMessage())
                    .contains("Example")
                    .contains(
                            "atoll " + command.getCommandSpec().qualifiedName().substring("atoll ".length()))
                    .contains("--help");
        }
    }

    @Test
    void mistakesAreOneLineAndCodeOneOutagesCodeTwo(@TempDir Path directory) throws IOException {
        assertThat(run("jobs", "list", "--sate", "dead")).isEqualTo(1);
        assertThat(err.toString()).startsWith("atoll: unknown option '").hasLineCount(1);
        assertThat(run("queue", "--server", "ftp://x")).isEqualTo(1);
        assertThat(err.toString()).startsWith("atoll: server is 'ftp://x': must be an http or https URL");
        assertThat(run("queue", "--server", "http://user:pw@x")).isEqualTo(1);
        assertThat(run("queue", "--token-file", directory.resolve("none").toString()))
                .isEqualTo(1);
        assertThat(runAt("http://127.0.0.1:1", "queue")).isEqualTo(2);
        assertThat(err.toString())
                .isEqualToNormalizingNewlines(
                        "atoll: cannot reach Atoll at http://127.0.0.1:1: connection refused; is `./atoll serve` running?\n");
        assertThat(runAt("http://127.0.0.1:1", "queue", "--debug")).isEqualTo(2);
        assertThat(err.toString()).contains("\tat atoll.server.command.AdminClient");
    }

    @Test
    void theTokenIsSentAndNeverPrinted(@TempDir Path directory) throws IOException {
        Path token = Files.writeString(directory.resolve("token"), "s3cret-token\n");
        assertThat(run("queue", "--token-file", token.toString())).isZero();
        Files.writeString(token, "two words");
        assertThat(run("queue", "--debug", "--token-file", token.toString())).isEqualTo(1);
        assertThat(out.toString() + err).doesNotContain("two words");
    }

    private Timeline.Moment moment(String what, int status, String detail) {
        return new Timeline.Moment(fixture.now.minusSeconds(5), what, status, detail);
    }
}
