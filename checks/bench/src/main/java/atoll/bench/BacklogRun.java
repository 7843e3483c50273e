package atoll.bench;

import atoll.bench.measure.FigureSeries;
import atoll.bench.measure.ProcessUsage;
import atoll.bench.process.ServerUnderTest;
import atoll.bench.process.ServerUnderTest.Heap;
import atoll.bench.process.Servers.Setup;
import atoll.bench.wire.ClosedLoop;
import atoll.bench.wire.EventRequest;
import atoll.bench.wire.EventShape;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// A great many waiting jobs: what they cost to take in, how much memory they hold, how long a restart over them takes.
public final class BacklogRun {
    private static final int STEPS = 10;
    private static final int BATCH = 100;
    private static final int CONNECTIONS = 4;
    private static final Duration FAR = Duration.ofDays(30);
    private static final Duration STEP_WITHIN = Duration.ofMinutes(20);
    private static final Duration READY_WITHIN = Duration.ofMinutes(5);
    private static final double MEBIBYTE = 1 << 20;

    private final Session session;
    private final int jobs;

    /// @param jobs in the end; taken in ten equal steps
    public BacklogRun(Session session, int jobs) {
        this.session = session;
        this.jobs = jobs;
    }

    public void run() throws IOException, InterruptedException {
        session.note(jobs + " jobs in " + STEPS + " steps, batches of " + BATCH + " over " + CONNECTIONS
                + " connections; a step's time ends when admission and ledger have decided its last job.");
        session.note(
                "Native memory is what is resident minus what the heap has committed: code, threads, buffers, the"
                        + " index's caches. Restarts: stopped in order, then from the start of the process until /readyz says yes.");
        EventShape job = EventShape.job(session.time().instant());
        run("delayed", job.withDelayUntil(session.time().instant().plus(FAR)));
        run("ready, no wiki known", job);
    }

    private void run(String name, EventShape shape) throws IOException, InterruptedException {
        session.figures().counting(true);
        Setup setup = Setup.waiting(session.freshDirectory());
        try (ServerUnderTest atoll = session.servers().atoll(setup)) {
            for (int step = 1; step <= STEPS; step++) {
                step(atoll, name, shape, step);
            }
            memory(atoll, name + ", loaded");
        }
        for (int round = 0; round < session.scale().rounds(); round++) {
            restart(setup, name);
        }
    }

    private void step(ServerUnderTest atoll, String name, EventShape shape, int step)
            throws IOException, InterruptedException {
        Cost before = Cost.of(atoll, true);
        long start = System.nanoTime();
        ClosedLoop load = new ClosedLoop(
                atoll.port(), CONNECTIONS, () -> new EventRequest(shape, session.run(), BATCH), session.numbers());
        ClosedLoop.Result result = load.run(STEP_WITHIN, Math.max(1, jobs / STEPS));
        long settled = Math.max(session.settle(atoll), start + result.nanos());
        Cost after = Cost.of(atoll, true);
        String until = (long) jobs * step / STEPS + " jobs";
        double rate = result.events() * 1e9 / (settled - start);
        session.figures().add(name + ": decided, up to " + until, "jobs/s", step == 1 ? "" : "flat", rate);
        after.cpuMicrosSince(before, result.events())
                .ifPresent(cpu -> session.figures().add(name + ": CPU, up to " + until, "µs/job", "flat", cpu));
        session.progress(String.format(Locale.ROOT, "%s: %s, %.0f jobs/s", name, until, rate));
    }

    private void restart(Setup setup, String name) throws IOException, InterruptedException {
        long start = System.nanoTime();
        try (ServerUnderTest atoll = session.servers().atoll(setup)) {
            double seconds = (session.awaitReady(atoll, READY_WITHIN) - start) / 1e9;
            session.figures().add(name + ": restart until ready", "s", "<= 5", seconds);
            session.progress(String.format(Locale.ROOT, "%s: ready %.2f s after a restart", name, seconds));
            memory(atoll, name + ", restarted");
        }
    }

    private void memory(ServerUnderTest atoll, String name) {
        FigureSeries figures = session.figures();
        Optional<Heap> heap = atoll.heapAfterCollection();
        heap.ifPresent(found -> {
            figures.add(name + ": heap in use after a collection", "MiB", "<= 256", found.usedBytes() / MEBIBYTE);
            figures.add(name + ": heap committed", "MiB", "", found.committedBytes() / MEBIBYTE);
        });
        OptionalLong resident = ProcessUsage.of(atoll.pid()).residentBytes();
        if (resident.isPresent()) {
            figures.add(name + ": resident", "MiB", "", resident.getAsLong() / MEBIBYTE);
            heap.ifPresent(found -> figures.add(
                    name + ": native, resident without heap",
                    "MiB",
                    "stated",
                    (resident.getAsLong() - found.committedBytes()) / MEBIBYTE));
        }
    }
}
