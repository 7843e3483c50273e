package atoll.bench.process;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A process that runs [ServerMain], and talks with it.
public final class ChildProcess implements ServerUnderTest {
    private static final Duration STOP_WITHIN = Duration.ofSeconds(90);

    private final Process process;
    private final int port;
    private final BufferedReader answers;

    /// @param port where it listens; 0 if it does not
    ChildProcess(Process process, int port) {
        this.process = process;
        this.port = port;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /// Waits until it says that it is ready. Throws if it ended instead; its error output tells why.
    void awaitReady() {
        String line = answer();
        while (!line.equals(ServerMain.READY)) {
            line = answer();
        }
    }

    /// Sends a command and gives the numbers of its answer.
    public long[] ask(String command) {
        try {
            process.getOutputStream().write((command + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw ended();
        }
        String[] parts = answer().split(" ");
        long[] numbers = new long[parts.length];
        for (int i = 0; i < parts.length; i++) {
            numbers[i] = Long.parseLong(parts[i]);
        }
        return numbers;
    }

    private String answer() {
        try {
            String line = answers.readLine();
            if (line == null) {
                throw ended();
            }
            return line;
        } catch (IOException e) {
            throw ended();
        }
    }

    private AtollException ended() {
        return new AtollException(
                ErrorKind.UNAVAILABLE,
                "the server under test, process " + process.pid() + ", has ended; see above why");
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public Optional<Heap> heapAfterCollection() {
        long[] numbers = ask("heap");
        return Optional.of(new Heap(numbers[0], numbers[1]));
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // It has ended already.
        }
        awaitEnd(process);
    }

    static void awaitEnd(Process process) {
        try {
            if (!process.waitFor(STOP_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
