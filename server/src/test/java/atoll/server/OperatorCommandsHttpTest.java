package atoll.server;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.id.Ids;
import atoll.base.id.Randomness;
import atoll.base.time.SystemTime;
import atoll.http.HttpMetrics;
import atoll.http.HttpServer;
import atoll.http.HttpServerConfig;
import atoll.http.Router;
import atoll.server.admin.Fixture;
import atoll.server.serve.Environment;
import atoll.work.ledger.state.State;
import atoll.work.ledger.state.Timeline;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What operators read, as text, over a real connection.
class OperatorCommandsHttpTest {
    private static final String JOB = """
            {"meta":{"id":"event-1","request_id":"req-1"},"database":"enwiki","params":{"title":"Main_\\u001bPage"}}""";

    private static final String ESCAPE = Character.toString(27);

    @TempDir
    Path directory;

    private final Fixture fixture = new Fixture();
    private final HttpServer server = new HttpServer(
            HttpServerConfig.DEFAULTS.withListen("127.0.0.1", 0),
            new Router(fixture.api.routes()),
            new HttpMetrics(new SimpleMeterRegistry()),
            new SystemTime(),
            Ids.random(Randomness.seeded(1)));
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        Map<String, String> variables = Map.of("ATOLL_SERVER", "http://127.0.0.1:" + server.port(), "USER", "ann");
        return Main.commandLine(new Environment(variables, directory))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private String printed(String... arguments) {
        assertThat(run(arguments)).as("%s%s", out, err).isZero();
        return out.toString();
    }

    @Test
    void overviewNamesWhatIsLateAndWhatHoldsItUp() throws InterruptedException {
        assertThat(printed("overview")).contains("no events yet");
        fixture.work.with("0:1", State.READY, "enwiki", fixture.now);
        fixture.work.dueSince.put("refreshLinks", fixture.now.minusSeconds(300));
        fixture.work.hold("enwiki", "the wiki is read-only");
        var _ = fixture.rates.step();
        fixture.readEvents();
        assertThat(printed("overview"))
                .contains("TYPE")
                .contains("refreshLinks")
                .contains("5 min")
                .contains("refreshLinks of enwiki is held up: the wiki is read-only")
                .contains("missing, see 'atoll balance'");
        assertThat(printed("overview", "--type", "refreshLinks"))
                .contains("1 ready")
                .contains("enwiki");
        assertThat(run("overview", "--type", "none")).isEqualTo(1);
        assertThat(err.toString()).contains("no job type or stream 'none' is known");
    }

    @Test
    void findAndTreeShowEventsWithoutWhatATerminalWouldObey() {
        fixture.append("local.mediawiki.job.refreshLinks", JOB);
        fixture.work.with("0:1", State.DEAD, "enwiki", fixture.now);
        fixture.readEvents();
        assertThat(printed("find", "event-1"))
                .contains("mediawiki.job.refreshLinks")
                .contains("dead")
                .doesNotContain(ESCAPE);
        assertThat(printed("find", "--tree", "req-1"))
                .contains("event-1")
                .contains("0:1 mediawiki_jobs: dead, waits for an operator")
                .doesNotContain(ESCAPE);
        assertThat(printed("find", "nothing")).contains("nothing is found");
    }

    @Test
    void deadLettersAreListedReplayedAndToldOf() throws InterruptedException {
        assertThat(printed("dead-letters")).contains("no dead letters");
        fixture.time.advance(Duration.ofSeconds(6));
        Timeline.Moment moment = new Timeline.Moment(fixture.now, "dead", 500, "lock 7");
        fixture.work.with("0:1", State.DEAD, "enwiki", fixture.now, moment);
        assertThat(printed("dead-letters")).contains("500: lock #").contains("refreshLinks");
        assertThat(printed("dead-letters", "replay", "--wiki", "enwiki", "--reason", "mended"))
                .contains("action a1 begins");
        var _ = fixture.actions.step();
        assertThat(fixture.work.commands).containsExactly("retry 0:1 by ann: mended");
        assertThat(printed("actions")).contains("a1").contains("done").contains("mended");
        assertThat(printed("audit")).contains("dead-letters replay ended").contains("ann");
        assertThat(run("actions", "--cancel", "a1")).isEqualTo(1);
        assertThat(run("dead-letters", "drop", "--all")).isEqualTo(1);
        assertThat(err.toString()).contains("'reason' is missing");
    }

    @Test
    void rulesArePreviewedAppliedAndRolledBack() throws IOException {
        Path rules = Files.writeString(
                directory.resolve("rules.yaml"), "mine: {topic: edit, exec: {uri: 'http://h/{{message.n}}'}}");
        Path bad = Files.writeString(directory.resolve("bad.yaml"), "mine: {topic: edit, retry_limit: x}");
        fixture.append("local.edit", "{\"meta\":{\"id\":\"e1\"},\"n\":5}");
        assertThat(printed("rules", "preview", rules.toString()))
                .contains("+ rule 'mine', case 1: ")
                .contains("1 of 1 events would be decided otherwise");
        assertThat(run("rules", "preview", bad.toString())).isEqualTo(1);
        assertThat(run("rules", "apply", bad.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("retry_limit");
        assertThat(printed("rules", "apply", rules.toString(), "--reason", "new"))
                .contains("version 1 is in force");
        assertThat(printed("rules", "versions")).contains("new").contains("version 1 is in force");
        assertThat(printed("rules", "versions", "--activity")).contains("mine");
        assertThat(printed("rules", "rollback", "0")).contains("version 2 is in force");
        assertThat(printed("rules", "versions")).contains("the configured files are in force");
    }
}
