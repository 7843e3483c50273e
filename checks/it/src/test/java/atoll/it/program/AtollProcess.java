package atoll.it.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// `atoll serve` as a process of its own, on a port the system chose.
///
/// Its output goes to files beside the data directory and is part of every failure message. [#kill] is SIGKILL; a new
/// process may be started on the same directory afterwards.
public final class AtollProcess implements AutoCloseable {
    private static final Duration START_WITHIN = Duration.ofSeconds(60);
    private static final Duration END_WITHIN = Duration.ofSeconds(60);
    private static final Pattern LISTENS = Pattern.compile("Atoll listens on (http://[0-9.]+:[0-9]+) ");

    private final Process process;
    private final Path output;
    private final Path errors;
    private final URI address;

    private AtollProcess(Process process, Path output, Path errors) throws InterruptedException {
        this.process = process;
        this.output = output;
        this.errors = errors;
        try {
            this.address = awaitAddress();
        } catch (AssertionError | InterruptedException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /// How a command ended.
    public record Ended(int code, String output, String errors) {}

    /// Starts `atoll serve` on the data directory; returns when it listens.
    public static AtollProcess serve(Path data, String... flags) throws InterruptedException {
        List<String> arguments =
                new ArrayList<>(List.of("serve", "--data", data.toString(), "--listen", "127.0.0.1:0"));
        arguments.addAll(List.of(flags));
        Path output = fresh(data, "out");
        Path errors = fresh(data, "err");
        return new AtollProcess(launch(arguments, output, errors), output, errors);
    }

    /// Runs a command that is expected to end by itself.
    ///
    /// @param directory for its output
    public static Ended run(Path directory, String... arguments) throws InterruptedException {
        Path output = fresh(directory.resolve("command"), "out");
        Path errors = fresh(directory.resolve("command"), "err");
        Process process = launch(List.of(arguments), output, errors);
        if (!process.waitFor(END_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("'atoll " + String.join(" ", arguments) + "' did not end within " + END_WITHIN
                    + "; its errors:\n" + read(errors));
        }
        return new Ended(process.exitValue(), read(output), read(errors));
    }

    private static Process launch(List<String> arguments, Path output, Path errors) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-Xss512k",
                "-cp",
                classPath(),
                "atoll.server.Main"));
        command.addAll(arguments);
        try {
            return new ProcessBuilder(command)
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// This process's class path without test classes, whose settings are not the program's.
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes") && !entry.endsWith("-tests.jar"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Path fresh(Path data, String suffix) {
        try {
            Path parent = data.toAbsolutePath().getParent();
            assertThat(parent).as("parent of %s", data).isNotNull();
            return Files.createTempFile(parent, "atoll-", "." + suffix);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private URI awaitAddress() throws InterruptedException {
        String[] found = new String[1];
        Eventually.holds(START_WITHIN, () -> {
            Matcher line = LISTENS.matcher(read(output));
            boolean listens = line.find();
            if (!listens && !process.isAlive()) {
                throw new IllegalStateException(
                        "atoll ended with code " + process.exitValue() + " at its start:\n" + errors());
            }
            assertThat(listens).as("atoll listens; its errors:\n%s", errors()).isTrue();
            found[0] = line.group(1);
        });
        return URI.create(found[0]);
    }

    public URI address() {
        return address;
    }

    /// A client of this process.
    public IntakeClient client() {
        return new IntakeClient(address);
    }

    /// Waits until the process says that it can do its work.
    public AtollProcess awaitReady() throws InterruptedException {
        IntakeClient client = client();
        Eventually.holds(START_WITHIN, () -> {
            IntakeClient.Answer answer = client.get("/readyz");
            assertThat(answer.status())
                    .as("%s\nits errors:\n%s", answer.text(), errors())
                    .isEqualTo(200);
        });
        return this;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /// Everything written to standard error so far.
    public String errors() {
        return read(errors);
    }

    /// SIGKILL: nothing of the program runs any more when this returns.
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(END_WITHIN.toSeconds(), TimeUnit.SECONDS))
                .as("killed process ended")
                .isTrue();
    }

    /// SIGTERM, and waits for the end.
    public void stop() throws InterruptedException {
        process.destroy();
        boolean ended = process.waitFor(END_WITHIN.toSeconds(), TimeUnit.SECONDS);
        assertThat(ended)
                .as("atoll stopped within %s; its errors:\n%s", END_WITHIN, errors())
                .isTrue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
