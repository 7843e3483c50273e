package atoll.server.console;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.id.Randomness;
import atoll.base.json.Json;
import atoll.console.access.PasswordHash;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `atoll console password`: the hash of a password, for the configuration. The password is never an argument, because
/// other users of the machine see those.
@Command(
        name = "password",
        mixinStandardHelpOptions = true,
        description = "Asks for a password and prints the hash of it for admin.console.accounts of the configuration.",
        footer = {
            "",
            "Examples:",
            "  atoll console password",
            "  printf '%s\\n' \"$PASSWORD\" | atoll console password --json"
        })
public final class PasswordCommand implements Callable<Integer> {
    private static final int SHORTEST = 10;
    private static final int MOST_CHARACTERS = 2_000;

    private final @Nullable Console terminal;
    private final InputStream in;
    private final Randomness randomness;

    @Option(names = "--json", description = "print JSON")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call()
    private CommandSpec spec;

    /// @param terminal null if there is nobody to be asked; the first line of the input is then the password
    public PasswordCommand(@Nullable Console terminal, InputStream in, Randomness randomness) {
        this.terminal = terminal;
        this.in = in;
        this.randomness = randomness;
    }

    @Override
    public Integer call() {
        String password = terminal == null ? firstLine() : asked(terminal);
        if (password.length() < SHORTEST) {
            throw new AtollException(
                    ErrorKind.INVALID,
                    "the password has " + password.length() + " characters: must have at least " + SHORTEST);
        }
        String hash = PasswordHash.of(password, randomness).text();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(new String(Json.write(Map.of("password_hash", hash)), StandardCharsets.UTF_8));
        } else {
            out.println(hash);
        }
        out.flush();
        return 0;
    }

    private static String asked(Console terminal) {
        char[] first = terminal.readPassword("Password: ");
        char[] again = terminal.readPassword("Again: ");
        if (first == null || again == null || !Arrays.equals(first, again)) {
            throw new AtollException(ErrorKind.INVALID, "the two passwords are not the same: try again");
        }
        return new String(first);
    }

    private String firstLine() {
        try {
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            char[] characters = new char[MOST_CHARACTERS];
            int count = 0;
            int next = lines.read();
            while (next >= 0 && next != '\n' && count < MOST_CHARACTERS) {
                characters[count++] = (char) next;
                next = lines.read();
            }
            return new String(characters, 0, count).replaceFirst("\\r$", "");
        } catch (IOException e) {
            throw new AtollException(ErrorKind.UNAVAILABLE, "the password cannot be read: " + e.getMessage(), e);
        }
    }
}
