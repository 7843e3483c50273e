package atoll.bench;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.bench.measure.Latencies;
import atoll.bench.process.ServerUnderTest;
import atoll.bench.process.Servers.Setup;
import atoll.bench.wire.ClosedLoop;
import atoll.bench.wire.Connection;
import atoll.bench.wire.EventRequest;
import atoll.bench.wire.EventShape;
import atoll.bench.wire.NoopWiki;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// How long single jobs of one wiki wait until they start, alone and while another wiki has a great many waiting, in
/// turns
/// and at the same concurrency.
public final class FairnessRun {
    private static final int CONCURRENCY = 4;
    private static final int PROBES = 20;
    private static final int BATCH = 100;
    private static final int CONNECTIONS = 4;
    private static final Duration JOB_TAKES = Duration.ofMillis(20);
    private static final Duration LOAD_WITHIN = Duration.ofMinutes(10);
    private static final Duration START_WITHIN = Duration.ofSeconds(60);
    private static final Duration BETWEEN = Duration.ofMillis(50);
    private static final Duration WARM = Duration.ofSeconds(1);
    private static final int CREATED = 201;

    private final Session session;
    private final int jobs;
    private final Map<Long, Long> arrived = new ConcurrentHashMap<>();

    /// @param jobs of the wiki that floods
    public FairnessRun(Session session, int jobs) {
        this.session = session;
        this.jobs = jobs;
    }

    public void run() throws IOException, InterruptedException {
        session.note(String.format(
                Locale.ROOT,
                "Concurrency %d; each job takes the wiki %d ms. %d single jobs of a small wiki, one after the other: first"
                        + " with nothing else to do, then behind %d jobs of one other wiki. The time is from sending the job"
                        + " to its arrival at the wiki.",
                CONCURRENCY,
                JOB_TAKES.toMillis(),
                PROBES,
                jobs));
        for (int round = 0; round < session.scale().all(); round++) {
            session.figures().counting(session.scale().counts(round));
            arrived.clear();
            try (NoopWiki wiki = new NoopWiki(this::arrive);
                    ServerUnderTest atoll = session.servers()
                            .atoll(Setup.waiting(session.freshDirectory()).withWiki(wiki.url(), CONCURRENCY))) {
                Latencies alone = probe(atoll);
                wiki.closeValve();
                flood(atoll);
                wiki.openValve();
                session.time().sleep(WARM);
                Latencies behind = probe(atoll);
                add("alone", "", alone);
                add("behind the flood", "<= 1000", behind);
                session.progress(String.format(
                        Locale.ROOT,
                        "%s: a single job starts after %.1f ms alone, after %.1f ms (p50) to %.1f ms (longest) behind %d jobs",
                        session.scale().name(round),
                        alone.millisAt(0.5),
                        behind.millisAt(0.5),
                        behind.millisAt(1),
                        jobs));
            }
        }
    }

    private void add(String name, String target, Latencies times) {
        session.figures().add("single job " + name + ": start, p50", "ms", "", times.millisAt(0.5));
        session.figures().add("single job " + name + ": start, longest", "ms", target, times.millisAt(1));
    }

    /// On the connection's thread: as long as this takes, so long the job runs.
    private void arrive(long number, long nanos) {
        arrived.putIfAbsent(number, nanos);
        try {
            session.time().sleep(JOB_TAKES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private EventShape of(String wiki) {
        return EventShape.job(session.time().instant()).withWiki(wiki);
    }

    private void flood(ServerUnderTest atoll) throws IOException, InterruptedException {
        var _ = new ClosedLoop(
                        atoll.port(),
                        CONNECTIONS,
                        () -> new EventRequest(of("floodwiki"), session.run(), BATCH),
                        session.numbers())
                .run(LOAD_WITHIN, jobs);
        session.settle(atoll);
    }

    private Latencies probe(ServerUnderTest atoll) throws IOException, InterruptedException {
        Latencies times = new Latencies();
        try (Connection connection = new Connection(atoll.port())) {
            for (int i = 0; i < PROBES; i++) {
                long number = session.numbers().getAndIncrement();
                byte[] request = new EventRequest(of("smallwiki"), session.run(), 1).numbered(number);
                long start = System.nanoTime();
                int status = connection.exchange(request);
                if (status != CREATED) {
                    throw new AtollException(ErrorKind.UNAVAILABLE, "a job was answered with status " + status);
                }
                times.record(awaitArrival(number) - start);
                session.time().sleep(BETWEEN);
            }
        }
        return times;
    }

    private long awaitArrival(long number) throws InterruptedException {
        long end = System.nanoTime() + START_WITHIN.toNanos();
        while (System.nanoTime() < end) {
            Long nanos = arrived.get(number);
            if (nanos != null) {
                return nanos;
            }
            session.time().sleep(Duration.ofMillis(1));
        }
        throw new AtollException(
                ErrorKind.UNAVAILABLE, "a single job did not start within " + START_WITHIN.toSeconds() + " s");
    }
}
