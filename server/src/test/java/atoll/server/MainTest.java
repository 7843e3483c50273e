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

    private int run(String... arguments) {
        CommandLine line = Main.commandLine(new Environment(Map.of(), Path.of("home")))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }
}
