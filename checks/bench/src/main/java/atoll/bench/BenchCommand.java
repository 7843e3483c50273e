package atoll.bench;

import atoll.base.file.RealDisk;
import atoll.base.id.Ids;
import atoll.base.id.Randomness;
import atoll.base.time.SystemTime;
import atoll.base.time.TimeSource;
import atoll.bench.measure.Machine;
import atoll.bench.measure.Report;
import atoll.bench.measure.SyncProbe;
import atoll.bench.process.ProcessServers;
import atoll.bench.wire.EventShape;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// One measurement as a command: probes the machine, measures, reports, and removes what it wrote.
abstract class BenchCommand implements Callable<Integer> {
    private static final int RUN_DIGITS = 28;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli before call()
    RunOptions options;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call()
    private CommandSpec spec;

    private final TimeSource time = new SystemTime();
    private List<String> typed = List.of();

    void typed(List<String> arguments) {
        typed = arguments;
    }

    /// Measures everything into the session.
    abstract void measure(Session session, ProcessServers servers) throws IOException, InterruptedException;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Scale scale = options.scale();
        Path checkout = Checkout.find();
        Path parent = options.scratch == null ? checkout.resolve("target") : options.scratch.toAbsolutePath();
        Files.createDirectories(parent);
        Path scratch = Files.createTempDirectory(parent, "bench-");
        try {
            run(scale, checkout, scratch);
            return 0;
        } finally {
            remove(scratch);
        }
    }

    private void run(Scale scale, Path checkout, Path scratch) throws IOException, InterruptedException {
        String day = time.instant().atZone(ZoneOffset.UTC).toLocalDate().toString();
        Machine machine = Machine.here(day, checkout, SyncProbe.micros(new RealDisk(), scratch));
        ProcessServers servers = new ProcessServers(checkout, scratch, options.serve, time);
        Session session = new Session(scale, servers, scratch, time, runDigits(), progress());
        session.progress(
                "write and sync of 4 KiB: " + Math.round(machine.syncMicros()) + " µs; load " + machine.load());
        measure(session, servers);
        report(new Report(
                spec.name(),
                "./atoll bench " + String.join(" ", typed),
                machine,
                session.figures().figures(),
                session.notes()));
    }

    private static PrintStream progress() {
        return System.err;
    }

    private static String runDigits() {
        Ids ids = Ids.random(Randomness.secure());
        return (ids.nextUuid().toString() + ids.nextUuid()).replace("-", "").substring(0, RUN_DIGITS);
    }

    private void report(Report report) throws IOException {
        spec.commandLine().getOut().println(options.json ? report.json() : report.markdown());
        if (options.append != null) {
            Files.writeString(
                    options.append,
                    "\n" + report.markdown(),
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        }
    }

    private static void remove(Path directory) {
        try (Stream<Path> below = Files.walk(directory)) {
            below.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.deleteIfExists(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (IOException | UncheckedIOException e) {
            System.err.println("atoll bench: cannot remove '" + directory + "': " + e.getMessage());
        }
    }

    @Command(
            name = "intake",
            mixinStandardHelpOptions = true,
            description = "Events in, one by one and in batches, against a server that stores nothing.",
            footer = {"", "Example: atoll bench intake --rounds 5 --append docs/benchmarks.md"})
    static final class Intake extends BenchCommand {
        @Option(
                names = "--stream",
                paramLabel = "NAME",
                description = "send to this stream instead of a job's, for example one that no rule reads")
        @Nullable
        String stream;

        @Override
        void measure(Session session, ProcessServers servers) throws IOException, InterruptedException {
            EventShape job = EventShape.job(session.time().instant());
            new IntakeRun(session, stream == null ? job : job.withStream(stream)).run();
        }
    }

    @Command(
            name = "dispatch",
            mixinStandardHelpOptions = true,
            description = "Jobs out to a wiki that does nothing, against a bare loop of the same HTTP client.",
            footer = {"", "Example: atoll bench dispatch --jobs 200000"})
    static final class Dispatch extends BenchCommand {
        private static final int[] CONCURRENCIES = {50, 200};
        private static final int QUICK_JOBS = 500;

        @Option(names = "--jobs", paramLabel = "N", description = "jobs of a round (default ${DEFAULT-VALUE})")
        int jobs = 200_000;

        @Override
        void measure(Session session, ProcessServers servers) throws IOException, InterruptedException {
            new DispatchRun(session, servers, options.quick ? QUICK_JOBS : jobs).run(CONCURRENCIES);
        }
    }

    @Command(
            name = "backlog",
            mixinStandardHelpOptions = true,
            description = "A million waiting jobs: rate, memory, restart.",
            footer = {"", "Example: atoll bench backlog --jobs 1000000"})
    static final class Backlog extends BenchCommand {
        private static final int QUICK_JOBS = 5_000;

        @Option(names = "--jobs", paramLabel = "N", description = "jobs in the end (default ${DEFAULT-VALUE})")
        int jobs = 1_000_000;

        @Override
        void measure(Session session, ProcessServers servers) throws IOException, InterruptedException {
            new BacklogRun(session, options.quick ? QUICK_JOBS : jobs).run();
        }
    }

    @Command(
            name = "find",
            mixinStandardHelpOptions = true,
            description = "Finding an event among a million by id, wiki and request.",
            footer = {"", "Example: atoll bench find --events 1000000"})
    static final class Find extends BenchCommand {
        private static final int QUICK_EVENTS = 20_000;

        @Option(names = "--events", paramLabel = "N", description = "events (default ${DEFAULT-VALUE})")
        int events = 1_000_000;

        @Override
        void measure(Session session, ProcessServers servers) throws IOException, InterruptedException {
            new FindRun(session, options.quick ? QUICK_EVENTS : events).run();
        }
    }

    @Command(
            name = "latency",
            mixinStandardHelpOptions = true,
            description = "Times of answers and of executions at a moderate rate.",
            footer = {"", "Example: atoll bench latency --seconds 20"})
    static final class Latency extends BenchCommand {
        @Override
        void measure(Session session, ProcessServers servers) throws IOException, InterruptedException {
            new LatencyRun(session).run();
        }
    }

    @Command(
            name = "idle",
            mixinStandardHelpOptions = true,
            description = "An Atoll that has nothing to do: start, memory, processor.",
            footer = {"", "Example: atoll bench idle --rounds 3"})
    static final class Idle extends BenchCommand {
        private static final Duration IDLE = Duration.ofSeconds(30);
        private static final Duration QUICK_IDLE = Duration.ofSeconds(1);

        @Override
        void measure(Session session, ProcessServers servers) throws IOException, InterruptedException {
            ProcessServers launcher = new ProcessServers(servers.checkout(), servers.scratch(), true, session.time());
            new IdleRun(session, launcher, options.quick ? QUICK_IDLE : IDLE).run();
        }
    }

    @Command(
            name = "rules",
            mixinStandardHelpOptions = true,
            description = "Which rules want an event: a farm's rules over the recorded events, on one thread.",
            footer = {"", "Example: atoll bench rules --seconds 5"})
    static final class Rules extends BenchCommand {
        @Override
        void measure(Session session, ProcessServers servers) throws IOException {
            new RulesRun(session, servers.checkout()).run();
        }
    }

    @Command(
            name = "reload",
            mixinStandardHelpOptions = true,
            description = "The rule file replaced under load: jobs lost or repeated, and how long nothing goes out.",
            footer = {"", "Example: atoll bench reload --seconds 10"})
    static final class Reload extends BenchCommand {
        @Override
        void measure(Session session, ProcessServers servers) throws IOException, InterruptedException {
            new ReloadRun(session, servers).run();
        }
    }

    @Command(
            name = "worker",
            mixinStandardHelpOptions = true,
            description = "Jobs of a real MediaWiki on long-lived workers, against MediaWiki's own runner.",
            footer = {"", "Example: atoll bench worker --pages 500 --rounds 5"})
    static final class Worker extends BenchCommand {
        private static final int QUICK_PAGES = 5;

        @Option(names = "--pages", paramLabel = "N", description = "pages to refresh (default ${DEFAULT-VALUE})")
        int pages = 500;

        @Override
        void measure(Session session, ProcessServers servers) throws IOException, InterruptedException {
            new WorkerRun(session, servers, options.quick ? QUICK_PAGES : pages).run();
        }
    }
}
