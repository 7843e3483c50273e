package atoll.server.demo;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.id.Randomness;
import atoll.base.time.Deadline;
import atoll.base.time.SystemTime;
import atoll.base.time.TimeSource;
import atoll.base.time.Wakeup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `atoll demo`: everything on this machine, with a sample wiki.
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Runs Atoll with a sample wiki whose editors keep it busy, and shows that nothing is lost.",
        footer = {
            "",
            "Examples:",
            "  atoll demo",
            "  atoll demo --seconds 20 --rate 50 --json",
            "",
            "Exit code: 0 if everything accepted has an end and the wiki's tables are right, else 2."
        })
public final class DemoCommand implements Callable<Integer> {
    private static final String USUAL_LISTEN = "127.0.0.1:8080";
    private static final Duration SECOND = Duration.ofSeconds(1);
    /// Delayed jobs, a pause for a read-only wiki and the last retries all fit.
    private static final Duration DRAIN_WITHIN = Duration.ofSeconds(90);

    private static final Duration STOP_WITHIN = Duration.ofMinutes(2);
    private static final int ARTICLES = 400;
    private static final int SYSTEM_FAILED = 2;

    @Option(names = "--data", paramLabel = "DIR", description = "an empty directory to keep; default: a temporary one")
    private @Nullable Path data;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            description = "where Atoll listens; default " + USUAL_LISTEN + ", or a free port if that is taken")
    private @Nullable String listen;

    @Option(names = "--seconds", paramLabel = "N", description = "how long editors work; default: until Ctrl-C")
    private @Nullable Integer seconds;

    @Option(
            names = "--rate",
            paramLabel = "EDITS",
            description = "edits per second on average (default ${DEFAULT-VALUE})",
            defaultValue = "10")
    private double rate;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "who edits what, and what fails, follows from it (default ${DEFAULT-VALUE})",
            defaultValue = "1")
    private long seed;

    @Option(names = "--json", description = "one JSON object per second, and one at the end")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call()
    private CommandSpec spec;

    private final TimeSource time = new SystemTime();
    private final Wakeup stop = time.newWakeup();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile int exitCode = SYSTEM_FAILED;

    @Override
    public Integer call() throws InterruptedException {
        checkNumbers();
        Path given = data;
        Path directory = given == null ? temporary() : empty(given);
        Thread hook = Thread.ofPlatform().name("demo-stop").unstarted(this::stopAndWait);
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            exitCode = run(directory);
        } finally {
            if (given == null) {
                delete(directory);
            }
            ended.countDown();
        }
        return exitCode;
    }

    /// On Ctrl-C: the demo ends in order, with the exit code that says how it went.
    private void stopAndWait() {
        stop.signal();
        try {
            if (ended.await(STOP_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(exitCode);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int run(Path directory) throws InterruptedException {
        boolean isElsewhere = listen == null && isTaken();
        String address = listen != null ? listen : isElsewhere ? "127.0.0.1:0" : USUAL_LISTEN;
        Duration duration = seconds == null ? null : Duration.ofSeconds(seconds);
        DemoOptions options = new DemoOptions(directory, address, duration, rate, seed, ARTICLES, Troubles.USUAL);
        DemoReport report = new DemoReport(spec.commandLine().getOut(), json);
        try (Demo demo = Demo.start(options, time)) {
            report.welcome("http://127.0.0.1:" + demo.atoll().port(), demo, options, isElsewhere);
            return run(demo, options, report) ? 0 : SYSTEM_FAILED;
        }
    }

    private boolean run(Demo demo, DemoOptions options, DemoReport report) throws InterruptedException {
        long second = 0;
        Duration duration = options.duration();
        Editors editors = new Editors(demo.wiki(), time, Randomness.seeded(seed), rate);
        editors.start();
        try {
            boolean stopped = false;
            while (!stopped && (duration == null || second < duration.toSeconds())) {
                stopped = stop.await(SECOND);
                report.line(++second, demo.read(), demo.wiki(), false);
            }
        } finally {
            editors.stop();
        }
        report.draining();
        Deadline deadline = Deadline.after(time, DRAIN_WITHIN);
        Wakeup never = time.newWakeup();
        boolean drained = demo.awaitDrained(deadline.atMost(SECOND), never);
        while (!drained && !deadline.isPassed()) {
            report.line(++second, demo.read(), demo.wiki(), true);
            drained = demo.awaitDrained(deadline.atMost(SECOND), never);
        }
        Reading last = demo.settle();
        report.line(++second, last, demo.wiki(), true);
        return report.end(last, demo.wiki(), drained);
    }

    private void checkNumbers() {
        if (!(rate > 0 && rate <= 1_000)) {
            throw new ParameterException(
                    spec.commandLine(), "--rate is '" + rate + "': must be above 0 and at most 1000 edits per second");
        }
        if (seconds != null && (seconds < 1 || seconds > 86_400)) {
            throw new ParameterException(spec.commandLine(), "--seconds is '" + seconds + "': must be 1 to 86400");
        }
    }

    private static boolean isTaken() {
        int port = Integer.parseInt(USUAL_LISTEN.substring(USUAL_LISTEN.indexOf(':') + 1));
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return !socket.isBound();
        } catch (IOException e) {
            return true;
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("atoll-demo-");
        } catch (IOException e) {
            throw new AtollException(
                    ErrorKind.UNAVAILABLE, "cannot make a temporary directory: " + e.getMessage() + "; use --data", e);
        }
    }

    private Path empty(Path directory) {
        try {
            Files.createDirectories(directory);
            try (Stream<Path> files = Files.list(directory)) {
                if (files.findAny().isPresent()) {
                    throw new ParameterException(
                            spec.commandLine(),
                            "--data is '" + directory
                                    + "': must be empty, because the sample wiki starts anew each time");
                }
            }
            return directory;
        } catch (IOException e) {
            throw new ParameterException(
                    spec.commandLine(), "--data: cannot use '" + directory + "': " + e.getMessage(), e);
        }
    }

    private void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> all = files.toList();
            for (Path path : all.reversed()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            spec.commandLine().getErr().println("atoll: cannot remove '" + directory + "': " + e.getMessage());
        }
    }
}
