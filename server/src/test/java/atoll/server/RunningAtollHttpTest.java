package atoll.server;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.time.SystemTime;
import atoll.changeprop.rule.RuleSet;
import atoll.server.node.Atoll;
import atoll.server.node.AtollConfig;
import atoll.server.serve.Environment;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The command line against a whole Atoll.
class RunningAtollHttpTest {
    private static final String JOB = """
            {"$schema":"/mediawiki/job/1.0.0","database":"enwiki","type":"null","params":{},
             "meta":{"id":"%s","stream":"%s","dt":"2026-01-01T00:00:00Z","domain":"en.example.org","request_id":"r-1"}}""";
    private static final String ID = "0b6ae1a4-7d8e-4d53-9e5b-7c8f2b1a0001";
    private static final String UNREAD = "0b6ae1a4-7d8e-4d53-9e5b-7c8f2b1a0002";

    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();
    private int port;

    @Test
    void aJobWithoutAWikiWaitsVisiblyAndCanBeDropped(@TempDir Path directory) throws Exception {
        Path job = Files.writeString(directory.resolve("job.json"), JOB.formatted(ID, "mediawiki.job.null"));
        Path other = Files.writeString(directory.resolve("other.json"), JOB.formatted(UNREAD, "some.stream"));
        try (Atoll atoll = Atoll.start(directory.resolve("data"), config(directory), RuleSet.builtIn())) {
            port = atoll.port();
            assertThat(run("events", "produce", job.toString()))
                    .as(out + "" + err)
                    .isZero();
            assertThat(run("events", "produce", other.toString()))
                    .as(out + "" + err)
                    .isZero();
            assertThat(becomes(
                            () -> run("jobs", "show", ID) == 0 && out.toString().contains("queued")))
                    .as(out + "" + err)
                    .isTrue();
            assertThat(out.toString()).contains("is READY, waits for").contains("enwiki");

            assertThat(run("queue")).isZero();
            assertThat(out.toString()).contains("HELD UP").contains("the oldest came");

            assertThat(becomes(() -> run("jobs", "show", UNREAD) == 0)).isTrue();
            assertThat(out.toString())
                    .contains("matched no rule: none of the loaded rules reads the stream 'some.stream'");

            String id = json("jobs", "list").at("/jobs/0/id").asString();
            assertThat(run("jobs", "drop", id)).as(err.toString()).isZero();
            assertThat(run("jobs", "show", id)).isZero();
            assertThat(out.toString()).contains("is DROPPED").contains("dropped by an operator: ann from 127.0.0.1");
            assertThat(run("jobs", "retry", id)).isEqualTo(1);

            assertThat(run("balance")).as(out.toString()).isZero();
            JsonNode balance = json("balance");
            assertThat(balance.at("/totals/records/accepted").asLong()).isEqualTo(2);
            assertThat(balance.at("/totals/deliveries/dropped").asLong()).isEqualTo(1);

            assertThat(run("events", "tail", "--topic", "some.stream")).isZero();
            assertThat(out.toString()).contains(UNREAD);
            assertThat(run("log", "topics")).isZero();
            assertThat(out.toString()).contains("atoll.ledger");
        }
    }

    private static AtollConfig config(Path directory) {
        AtollConfig all = AtollConfig.DEFAULTS;
        return new AtollConfig(
                directory.resolve("data"),
                "127.0.0.1:0",
                all.datacenter(),
                null,
                null,
                Map.of(),
                all.rules(),
                null,
                all.allowedHosts(),
                all.jobs(),
                all.intake(),
                all.log(),
                all.admin());
    }

    private int run(String... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        Environment environment =
                new Environment(Map.of("ATOLL_SERVER", "http://127.0.0.1:" + port, "USER", "ann"), Path.of("home"));
        return Main.commandLine(environment)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private JsonNode json(String... command) {
        String[] arguments = Arrays.copyOf(command, command.length + 1);
        arguments[command.length] = "--json";
        run(arguments);
        return new JsonMapper().readTree(out.toString());
    }

    private static boolean becomes(BooleanSupplier claim) throws InterruptedException {
        SystemTime time = new SystemTime();
        long end = time.nanoTime() + Duration.ofSeconds(15).toNanos();
        while (!claim.getAsBoolean() && time.nanoTime() < end) {
            time.sleep(Duration.ofMillis(50));
        }
        return claim.getAsBoolean();
    }
}
