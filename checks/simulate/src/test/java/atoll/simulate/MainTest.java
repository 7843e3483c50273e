package atoll.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void oneSeedRunsAndSaysWhatFailed() {
        assertThat(run("ledger", "--seed", "3")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("all 1 seeds passed", "faults injected: clock.steps");
    }

    @Test
    void asJsonEachSeedIsALine() {
        assertThat(run("ledger", "--seeds", "2", "--json")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith("{\"scenario\":\"ledger\",\"seed\":")
                        && line.contains("\"passed\":true,\"steps\":")
                        && line.contains("\"faults\":{\"clock.steps\":"));
        assertThat(err.size()).isZero();
    }

    @Test
    void wrongArgumentsAreAnsweredWithTheUsage() {
        assertThat(run()).isEqualTo(1);
        assertThat(run("ledgers", "--seed", "3")).isEqualTo(1);
        assertThat(run("ledger", "--seed", "three")).isEqualTo(1);
        assertThat(run("ledger", "--sed", "3")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("usage: simulate SCENARIO");
    }

    private int run(String... args) {
        return Main.run(
                args,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }
}
