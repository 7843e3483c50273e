package atoll.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class MainTest {
    private final StringWriter output = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"intake", "dispatch", "backlog", "latency", "idle", "rules", "reload", "worker"})
    void everyMeasurementExplainsItselfWithAnExample(String name) {
        assertThat(run(name, "--help")).isZero();
        assertThat(output.toString()).contains("Example: atoll bench " + name, "--rounds", "--append");
    }

    @Test
    void aMistakeIsToldInOneLine() {
        assertThat(run("intake", "--rounds", "many")).isEqualTo(1);
        assertThat(output.toString().strip().lines()).singleElement().asString().contains("--rounds", "many");
    }

    @Test
    void aRunWithoutRoundsIsRefused() {
        assertThat(run("intake", "--rounds", "0")).isEqualTo(1);
        assertThat(output.toString()).contains("--rounds is '0'");
    }

    private int run(String... arguments) {
        CommandLine line = Main.commandLine(List.of(arguments));
        PrintWriter writer = new PrintWriter(output, true);
        return line.setOut(writer).setErr(writer).execute(arguments);
    }
}
