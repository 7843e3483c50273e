package atoll.server;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.server.serve.Environment;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
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

    private int run(String... arguments) {
        CommandLine line = Main.commandLine(new Environment(Map.of(), Path.of("home")))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }
}
