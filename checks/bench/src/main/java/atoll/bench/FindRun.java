package atoll.bench;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.bench.measure.Latencies;
import atoll.bench.measure.MetricsPage;
import atoll.bench.process.ServerUnderTest;
import atoll.bench.process.Servers.Setup;
import atoll.bench.wire.ClosedLoop;
import atoll.bench.wire.Connection;
import atoll.bench.wire.EventRequest;
import atoll.bench.wire.EventShape;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/// How fast an event is found among many, and what keeping them findable costs.
public final class FindRun {
    private static final int BATCH = 100;
    private static final int CONNECTIONS = 4;
    private static final int QUESTIONS = 1_000;
    private static final Duration FILLED_WITHIN = Duration.ofMinutes(20);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final String STREAM = "bench.find";
    private static final String REQUEST = "41efa02066294e7848813f0f";
    private static final String TARGET = "<= 50";
    /// Spreads the questions over all events, and is prime.
    private static final long STRIDE = 7_919;

    private final Session session;
    private final int events;

    public FindRun(Session session, int events) {
        this.session = session;
        this.events = events;
    }

    public void run() throws IOException, InterruptedException {
        session.note(events
                + " events of 1 KiB in a stream that no rule reads, all of one wiki and one request, which is the"
                + " worst case for both; then " + QUESTIONS + " questions of each kind, one by one over one connection"
                + " each, timed by the client.");
        try (ServerUnderTest atoll = session.servers().atoll(Setup.waiting(session.freshDirectory()))) {
            long first = fill(atoll);
            for (int round = 0; round < session.scale().all(); round++) {
                session.figures().counting(session.scale().counts(round));
                ask(atoll, "an event by its id", first, number -> "/v1/admin/find?by=job&q=" + id(number));
                ask(atoll, "whatever the term is", first, number -> "/v1/admin/find?q=" + id(number));
                ask(atoll, "the newest 50 of a wiki", first, _ -> "/v1/admin/find?by=wiki&q=testwiki");
                ask(atoll, "the newest 50 of a request", first, _ -> "/v1/admin/find?by=request&q=" + REQUEST);
                ask(atoll, "what is not there", first, number -> "/v1/admin/find?q=absent-" + number);
            }
        }
    }

    /// Returns the number of the first event.
    private long fill(ServerUnderTest atoll) throws IOException, InterruptedException {
        session.figures().counting(true);
        EventShape shape = EventShape.job(session.time().instant()).withStream(STREAM);
        long first = session.numbers().get();
        Cost before = Cost.of(atoll, true);
        ClosedLoop load = new ClosedLoop(
                atoll.port(), CONNECTIONS, () -> new EventRequest(shape, session.run(), BATCH), session.numbers());
        ClosedLoop.Result result = load.run(FILLED_WITHIN, events);
        long start = System.nanoTime();
        awaitIndexed(atoll);
        session.figures()
                .add("from the last answer until all can be found", "s", "", (System.nanoTime() - start) / 1e9);
        Cost.of(atoll, true)
                .cpuMicrosSince(before, result.events())
                .ifPresent(cpu -> session.figures().add("CPU of taking in and indexing", "µs/event", "", cpu));
        session.progress(
                String.format(Locale.ROOT, "%d events are in, %.0f/s", result.events(), result.eventsPerSecond()));
        return first;
    }

    private void awaitIndexed(ServerUnderTest atoll) throws IOException, InterruptedException {
        long end = System.nanoTime() + FILLED_WITHIN.toNanos();
        MetricsPage page = Session.metrics(atoll);
        while (page.sum("atoll_find_behind") > 0 || page.sum("atoll_find_read_total") < events) {
            if (System.nanoTime() - end > 0) {
                throw new AtollException(
                        ErrorKind.UNAVAILABLE,
                        "the index has not caught up within " + FILLED_WITHIN.toMinutes() + " minutes");
            }
            session.time().sleep(LOOK_EVERY);
            page = Session.metrics(atoll);
        }
    }

    private interface Asking {
        String path(long number);
    }

    private void ask(ServerUnderTest atoll, String name, long first, Asking asking) throws IOException {
        Latencies times = new Latencies();
        for (long i = 0; i < QUESTIONS; i++) {
            String path = asking.path(first + i * STRIDE % events);
            long start = System.nanoTime();
            int status = Connection.get(atoll.port(), path).status();
            times.record(System.nanoTime() - start);
            if (status != 200) {
                throw new AtollException(ErrorKind.INTERNAL, "'" + path + "' was answered with status " + status);
            }
        }
        session.figures().add(name + ": p50", "ms", TARGET, times.millisAt(0.5));
        session.figures().add(name + ": p99", "ms", TARGET, times.millisAt(0.99));
        session.progress(String.format(
                Locale.ROOT, "%s: p50 %.2f ms, p99 %.2f ms", name, times.millisAt(0.5), times.millisAt(0.99)));
    }

    /// The id of an event, see [EventShape].
    private String id(long number) {
        String run = session.run();
        return run.substring(0, 8) + "-" + run.substring(8, 12) + "-4" + run.substring(12, 15) + "-8"
                + run.substring(15, 18) + "-" + String.format(Locale.ROOT, "%012x", number);
    }
}
