package atoll.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.id.Randomness;
import atoll.base.json.Json;
import atoll.console.access.PasswordHash;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class PasswordCommandTest {
    private final StringWriter out = new StringWriter();

    private int run(String input, String... arguments) {
        PasswordCommand command = new PasswordCommand(
                null, new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), Randomness.seeded(1));
        return new CommandLine(command)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(new StringWriter()))
                .execute(arguments);
    }

    @Test
    void printsAHashThatTheConfigurationTakes() {
        assertThat(run("correct horse battery\nsecond line\n")).isZero();
        PasswordHash hash = PasswordHash.parse(out.toString().strip());
        assertThat(hash.matches("correct horse battery")).isTrue();
        assertThat(hash.matches("second line")).isFalse();
    }

    @Test
    void printsJson() {
        assertThat(run("correct horse battery\r\n", "--json")).isZero();
        String hash = Json.readTree(out.toString().getBytes(StandardCharsets.UTF_8))
                .path("password_hash")
                .asString();
        assertThat(PasswordHash.parse(hash).matches("correct horse battery")).isTrue();
    }

    @Test
    void refusesShortPasswords() {
        assertThat(run("short\n")).isNotZero();
        assertThat(run("")).isNotZero();
        assertThat(out.toString()).isEmpty();
    }
}
