package atoll.bench;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.time.TimeSource;
import atoll.bench.measure.FigureSeries;
import atoll.bench.measure.MetricsPage;
import atoll.bench.process.ServerUnderTest;
import atoll.bench.process.Servers;
import atoll.bench.wire.Connection;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// What all measurements of one run share. For one thread, apart from the numbers.
public final class Session {
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    private static final Duration QUIET = Duration.ofSeconds(1);
    private static final Duration SETTLE_WITHIN = Duration.ofMinutes(10);

    private final Scale scale;
    private final Servers servers;
    private final Path scratch;
    private final TimeSource time;
    private final String run;
    private final PrintStream progress;
    private final FigureSeries figures = new FigureSeries();
    private final List<String> notes = new ArrayList<>();
    private final AtomicLong numbers = new AtomicLong();
    private int directories;

    /// @param scratch a directory that exists, for data directories
    /// @param run 28 hexadecimal digits that no other run has
    public Session(Scale scale, Servers servers, Path scratch, TimeSource time, String run, PrintStream progress) {
        this.scale = scale;
        this.servers = servers;
        this.scratch = scratch;
        this.time = time;
        this.run = run;
        this.progress = progress;
    }

    Scale scale() {
        return scale;
    }

    Servers servers() {
        return servers;
    }

    TimeSource time() {
        return time;
    }

    String run() {
        return run;
    }

    /// Gives every event of the run a number of its own.
    AtomicLong numbers() {
        return numbers;
    }

    public FigureSeries figures() {
        return figures;
    }

    public List<String> notes() {
        return List.copyOf(notes);
    }

    void note(String text) {
        notes.add(text);
    }

    void progress(String line) {
        progress.println("  " + line);
        progress.flush();
    }

    Path freshDirectory() {
        directories++;
        return scratch.resolve("data-" + directories);
    }

    static MetricsPage metrics(ServerUnderTest server) throws IOException {
        return new MetricsPage(Connection.get(server.port(), "/metrics").body());
    }

    /// Syncs of the log so far.
    static double syncs(MetricsPage page) {
        return page.sum("atoll_log_sync_seconds_count");
    }

    /// Waits until admission and ledger have caught up with the intake: nothing is decided any more for a second. The
    /// moment of the last decision, on the clock of nanoTime.
    long settle(ServerUnderTest server) throws IOException, InterruptedException {
        long end = time.nanoTime() + SETTLE_WITHIN.toNanos();
        long changed = time.nanoTime();
        double before = decided(server);
        while (time.nanoTime() - changed < QUIET.toNanos()) {
            if (time.nanoTime() - end > 0) {
                throw new AtollException(
                        ErrorKind.UNAVAILABLE,
                        "admission has not caught up within " + SETTLE_WITHIN.toMinutes() + " minutes");
            }
            time.sleep(LOOK_EVERY);
            double now = decided(server);
            if (now != before) {
                before = now;
                changed = time.nanoTime();
            }
        }
        return changed;
    }

    private static double decided(ServerUnderTest server) throws IOException {
        MetricsPage page = metrics(server);
        return page.sum("atoll_admission_record_total") + page.sum("atoll_work_decision_total");
    }

    /// Waits until `/readyz` says so; the moment, on the clock of nanoTime.
    long awaitReady(ServerUnderTest server, Duration within) throws IOException, InterruptedException {
        long end = time.nanoTime() + within.toNanos();
        while (Connection.get(server.port(), "/readyz").status() != 200) {
            if (time.nanoTime() - end > 0) {
                throw new AtollException(
                        ErrorKind.UNAVAILABLE, "the server was not ready within " + within.toSeconds() + " s");
            }
            time.sleep(Duration.ofMillis(5));
        }
        return time.nanoTime();
    }
}
