package atoll.server;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.server.serve.Environment;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void printsItsVersion() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).startsWith("atoll ");
    }

    @Test
    void helpHasAnExample() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("Usage:").contains("Example:");
    }

    @Test
    void everyCommandForOperatorsHasHelpWithAnExample() {
        for (String command : List.of(
                "overview",
                "find",
                "dead-letters",
                "dead-letters replay",
                "dead-letters drop",
                "actions",
                "audit",
                "rules versions",
                "rules preview",
                "rules apply",
                "rules rollback")) {
            out.getBuffer().setLength(0);
            assertThat(run((command + " --help").split(" "))).as(command).isZero();
            assertThat(out.toString()).as(command).contains("Example").contains("--json");
        }
    }

    @Test
    void anUnknownOptionIsTheUsersMistake() {
        assertThat(run("--no-such")).isEqualTo(1);
        assertThat(err.toString()).contains("--no-such");
    }

    @Test
    void aWorkerWhoseProgramIsNotThereIsRefusedInOneLine() {
        assertThat(run("config", "check", "--worker", "/no/such/program --flag"))
                .isEqualTo(1);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .contains("worker.command names the program '/no/such/program', which does not exist");
        assertThat(run("serve", "--data", "unused", "--worker", "/no/such/program"))
                .isEqualTo(1);
        assertThat(Path.of("unused")).doesNotExist();
    }

    @Test
    void anOptionGivenTwiceIsToldInOneLineWithWhatToDo() {
        assertThat(run("serve", "--wiki", "http://a", "--wiki", "http://b")).isEqualTo(1);
        assertThat(err.toString())
                .isEqualToIgnoringNewLines("atoll: '--wiki' is given more than once: it takes one value; keep one of"
                        + " them; see 'atoll serve --help'");
    }

    @Test
    void aSwitchGivenTwiceIsEnoughOnce() {
        assertThat(run("config", "default", "--json", "--json")).isEqualTo(1);
        assertThat(err.toString()).startsWith("atoll: '--json' is given more than once: once is enough; see");
    }

    @Test
    void whatDoesNotExistIsToldWithWhatIsNear() {
        assertThat(run("jobs", "lst")).isEqualTo(1);
        assertThat(run("serve", "--rule", "x")).isEqualTo(1);
        assertThat(run("config", "default", "x")).isEqualTo(1);
        assertThat(err.toString().lines())
                .containsExactly(
                        "atoll: unknown command 'lst'; did you mean 'list'?; see 'atoll jobs --help'",
                        "atoll: unknown option '--rule'; did you mean '--rules'?; see 'atoll serve --help'",
                        "atoll: 'x' is one argument too many; see 'atoll config default --help'");
    }

    @Test
    void theDefaultConfigurationIsAlsoJson() {
        assertThat(run("config", "default", "--json")).isZero();
        JsonNode keys = new JsonMapper().readTree(out.toString());
        assertThat(keys)
                .hasSizeGreaterThan(30)
                .allSatisfy(key -> assertThat(key.path("origin").asString()).isEqualTo("default"))
                .anySatisfy(key -> {
                    assertThat(key.path("key").asString()).isEqualTo("jobs.concurrency");
                    assertThat(key.path("value").asString()).isEqualTo("4");
                    assertThat(key.path("doc").asString()).isNotEmpty();
                });
    }

    private int run(String... arguments) {
        CommandLine line = Main.commandLine(new Environment(Map.of(), Path.of("home")))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }
}
