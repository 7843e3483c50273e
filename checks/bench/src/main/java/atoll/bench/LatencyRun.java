package atoll.bench;

import atoll.bench.measure.Latencies;
import atoll.bench.measure.Pace;
import atoll.bench.process.ServerUnderTest;
import atoll.bench.process.Servers.Setup;
import atoll.bench.wire.EventRequest;
import atoll.bench.wire.EventShape;
import atoll.bench.wire.NoopWiki;
import atoll.bench.wire.OpenLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Times at a moderate rate, in an open loop: from the moment a request was to be sent until its answer, and until the
/// job it carries has arrived at its wiki.
public final class LatencyRun {
    private static final int CONNECTIONS = 16;
    private static final double POSTS_PER_SECOND = 200;
    private static final double JOBS_PER_SECOND = 100;
    private static final Duration SLOW_SYNC = Duration.ofMillis(2);
    private static final Duration LEAD = Duration.ofMillis(50);
    private static final Duration ARRIVE_WITHIN = Duration.ofSeconds(30);

    private final Session session;

    public LatencyRun(Session session) {
        this.session = session;
    }

    public void run() throws IOException, InterruptedException {
        session.note(
                "Open loop: the moments of sending are fixed beforehand, and times are measured from them, so that a"
                        + " stall counts for all requests behind it.");
        answers();
        executions();
    }

    private void answers() throws IOException, InterruptedException {
        try (ServerUnderTest nothing = session.servers().nothing();
                ServerUnderTest atoll = session.servers().atoll(Setup.waiting(session.freshDirectory()));
                ServerUnderTest slow = session.servers()
                        .atoll(Setup.waiting(session.freshDirectory()).withSyncDelay(SLOW_SYNC))) {
            for (int round = 0; round < session.scale().all(); round++) {
                session.figures().counting(session.scale().counts(round));
                double floor = answer(nothing, "storing nothing");
                double plain = answer(atoll, "Atoll");
                double delayed = answer(slow, "Atoll, 2 ms added to each sync");
                session.figures().add("answer p99, Atoll above storing nothing", "ms", "<= 10", plain - floor);
                session.figures()
                        .add("answer p99, Atoll with 2 ms syncs above storing nothing", "ms", "<= 10", delayed - floor);
                session.progress(String.format(
                        Locale.ROOT,
                        "%s: p99 %.2f ms without storing, %.2f ms in Atoll, %.2f ms with slow syncs",
                        session.scale().name(round),
                        floor,
                        plain,
                        delayed));
            }
        }
    }

    /// The 99th percentile.
    private double answer(ServerUnderTest server, String who) throws InterruptedException {
        OpenLoop loop = new OpenLoop(
                server.port(),
                CONNECTIONS,
                () -> List.of(
                        new EventRequest(EventShape.job(session.time().instant()), session.run(), 1),
                        new EventRequest(EventShape.purge(session.time().instant()), session.run(), 1)));
        Pace pace = new Pace(System.nanoTime() + LEAD.toNanos(), POSTS_PER_SECOND);
        int count = pace.within(session.scale().round());
        Latencies times = loop.run(pace, count, session.numbers().getAndAdd(count));
        session.figures().add("answer p50, " + who, "ms", "", times.millisAt(0.5));
        session.figures().add("answer p99, " + who, "ms", "", times.millisAt(0.99));
        return times.millisAt(0.99);
    }

    private void executions() throws IOException, InterruptedException {
        Map<Long, Long> arrived = new ConcurrentHashMap<>();
        try (NoopWiki wiki = new NoopWiki(arrived::put);
                ServerUnderTest atoll = session.servers()
                        .atoll(Setup.waiting(session.freshDirectory()).withWiki(wiki.url(), 0))) {
            for (int round = 0; round < session.scale().all(); round++) {
                session.figures().counting(session.scale().counts(round));
                arrived.clear();
                Pace pace = new Pace(System.nanoTime() + LEAD.toNanos(), JOBS_PER_SECOND);
                int count = pace.within(session.scale().round());
                long first = session.numbers().getAndAdd(count);
                OpenLoop loop = new OpenLoop(
                        atoll.port(),
                        CONNECTIONS,
                        () -> List.of(
                                new EventRequest(EventShape.job(session.time().instant()), session.run(), 1)));
                loop.run(pace, count, first);
                Latencies times = arrivals(pace, count, first, arrived);
                session.figures().add("enqueue to execute p50", "ms", "<= 2", times.millisAt(0.5));
                session.figures().add("enqueue to execute p99", "ms", "<= 10", times.millisAt(0.99));
                session.progress(String.format(
                        Locale.ROOT,
                        "%s: executed after p50 %.2f ms, p99 %.2f ms",
                        session.scale().name(round),
                        times.millisAt(0.5),
                        times.millisAt(0.99)));
            }
        }
    }

    private Latencies arrivals(Pace pace, int count, long first, Map<Long, Long> arrived) throws InterruptedException {
        long end = System.nanoTime() + ARRIVE_WITHIN.toNanos();
        while (arrived.size() < count && System.nanoTime() < end) {
            session.time().sleep(Duration.ofMillis(10));
        }
        Latencies times = new Latencies();
        for (int i = 0; i < count; i++) {
            Long at = arrived.get(first + i);
            // One that never came is as late as was waited for it.
            times.record(at == null ? ARRIVE_WITHIN.toNanos() : at - pace.at(i));
        }
        return times;
    }
}
