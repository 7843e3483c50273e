package atoll.bench;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.bench.measure.ProcessUsage;
import atoll.bench.process.ChildProcess;
import atoll.bench.process.ProcessServers;
import atoll.bench.process.ServerUnderTest;
import atoll.bench.process.Servers.Setup;
import atoll.bench.wire.ClosedLoop;
import atoll.bench.wire.EventRequest;
import atoll.bench.wire.EventShape;
import atoll.bench.wire.NoopWiki;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalDouble;

/// Jobs out: a backlog is built up while the wiki holds back its answers, then the wiki lets go, and the time until the
/// last job has arrived there is taken. In turns with a bare loop of the same HTTP client against the same wiki.
public final class DispatchRun {
    private static final int BATCH = 100;
    private static final int LOAD_CONNECTIONS = 4;
    private static final Duration LOAD_WITHIN = Duration.ofMinutes(10);
    private static final Duration STALLED = Duration.ofSeconds(30);
    private static final Duration LOOK_EVERY = Duration.ofMillis(5);

    private final Session session;
    private final ProcessServers processes;
    private final int jobs;

    /// @param jobs dispatched in a round
    public DispatchRun(Session session, ProcessServers processes, int jobs) {
        this.session = session;
        this.processes = processes;
        this.jobs = jobs;
    }

    public void run(int... concurrencies) throws IOException, InterruptedException {
        session.note(
                jobs + " jobs a round, loaded and admitted before the wiki lets go; from then until the last one has"
                        + " arrived there. CPU and syncs are counted until all outcomes are recorded.");
        session.note(
                "The wiki runs in the benchmark's process on the same cores, for Atoll and for the bare client alike.");
        for (int concurrency : concurrencies) {
            run(concurrency);
        }
    }

    private void run(int concurrency) throws IOException, InterruptedException {
        try (NoopWiki wiki = new NoopWiki((_, _) -> {});
                ServerUnderTest atoll = session.servers()
                        .atoll(Setup.waiting(session.freshDirectory()).withWiki(wiki.url(), concurrency));
                ChildProcess client = processes.client(wiki.url(), concurrency, EventShape.BYTES)) {
            for (int round = 0; round < session.scale().all(); round++) {
                session.figures().counting(session.scale().counts(round));
                double dispatched = dispatch(atoll, wiki, concurrency);
                double bare = bare(client, concurrency);
                session.figures()
                        .add(name(concurrency) + ": Atoll against the bare client", "%", "", 100 * dispatched / bare);
                session.progress(String.format(
                        Locale.ROOT,
                        "%s, concurrency %d: %.0f jobs/s, bare client %.0f calls/s",
                        session.scale().name(round),
                        concurrency,
                        dispatched,
                        bare));
            }
        }
    }

    private double dispatch(ServerUnderTest atoll, NoopWiki wiki, int concurrency)
            throws IOException, InterruptedException {
        wiki.closeValve();
        double doneBefore = done(atoll);
        long arrivedBefore = wiki.count();
        ClosedLoop load = new ClosedLoop(
                atoll.port(),
                LOAD_CONNECTIONS,
                () -> new EventRequest(EventShape.job(session.time().instant()), session.run(), BATCH),
                session.numbers());
        long loaded = load.run(LOAD_WITHIN, jobs).events();
        session.settle(atoll);
        Cost before = Cost.of(atoll, true);
        long start = System.nanoTime();
        wiki.openValve();
        awaitArrivals(wiki, arrivedBefore + loaded);
        long nanos = wiki.lastNanos() - start;
        awaitDone(atoll, doneBefore + loaded);
        Cost after = Cost.of(atoll, true);
        String name = name(concurrency);
        double rate = loaded * 1e9 / nanos;
        session.figures().add(name + ": Atoll", "jobs/s", ">= 10 000", rate);
        after.cpuMicrosSince(before, loaded)
                .ifPresent(cpu -> session.figures().add(name + ": CPU of Atoll", "µs/job", "<= 130", cpu));
        session.figures().add(name + ": syncs of the log", "per job", "", after.syncsSince(before, loaded));
        return rate;
    }

    private double bare(ChildProcess client, int concurrency) {
        OptionalDouble before = ProcessUsage.of(client.pid()).cpuSeconds();
        long[] calls = client.ask("run " + session.scale().round().toMillis());
        OptionalDouble after = ProcessUsage.of(client.pid()).cpuSeconds();
        String name = name(concurrency);
        double rate = calls[0] * 1e9 / calls[1];
        session.figures().add(name + ": bare client", "calls/s", "", rate);
        if (before.isPresent() && after.isPresent() && calls[0] > 0) {
            session.figures()
                    .add(
                            name + ": CPU of the bare client",
                            "µs/call",
                            "",
                            (after.getAsDouble() - before.getAsDouble()) * 1e6 / calls[0]);
        }
        return rate;
    }

    private void awaitArrivals(NoopWiki wiki, long wanted) throws InterruptedException {
        long changed = System.nanoTime();
        long before = wiki.count();
        while (before < wanted) {
            session.time().sleep(LOOK_EVERY);
            long now = wiki.count();
            if (now != before) {
                before = now;
                changed = System.nanoTime();
            } else if (System.nanoTime() - changed > STALLED.toNanos()) {
                throw new AtollException(
                        ErrorKind.UNAVAILABLE,
                        "only '" + now + "' of '" + wanted + "' jobs have arrived, and none for " + STALLED.toSeconds()
                                + " s");
            }
        }
    }

    private void awaitDone(ServerUnderTest atoll, double wanted) throws IOException, InterruptedException {
        long end = System.nanoTime() + STALLED.toNanos();
        while (done(atoll) < wanted && System.nanoTime() < end) {
            session.time().sleep(LOOK_EVERY);
        }
    }

    private static double done(ServerUnderTest atoll) throws IOException {
        return Session.metrics(atoll).sum("atoll_work_attempt_seconds_count", "result=\"done\"");
    }

    private static String name(int concurrency) {
        return "concurrency " + concurrency;
    }
}
