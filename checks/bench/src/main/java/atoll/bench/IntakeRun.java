package atoll.bench;

import atoll.bench.measure.FigureSeries;
import atoll.bench.process.ServerUnderTest;
import atoll.bench.process.Servers.Setup;
import atoll.bench.wire.ClosedLoop;
import atoll.bench.wire.EventRequest;
import atoll.bench.wire.EventShape;
import java.io.IOException;
import java.util.Locale;

/// Events in: single ones and batches against Atoll, in turns with single ones against the server that stores nothing.
public final class IntakeRun {
    private static final int CONNECTIONS = 64;
    private static final int BATCH = 100;
    private static final int BATCH_CONNECTIONS = 8;

    private final Session session;
    private final EventShape shape;

    public IntakeRun(Session session, EventShape shape) {
        this.session = session;
        this.shape = shape;
    }

    public void run() throws IOException, InterruptedException {
        session.note("Load: " + CONNECTIONS + " connections with one event a request, " + BATCH_CONNECTIONS
                + " with batches of " + BATCH + "; events of " + EventShape.BYTES + " bytes on stream '"
                + shape.stream() + "', validated, fsync on.");
        session.note("The jobs wait because no wiki is configured; admission and ledger run beside the intake. Between"
                + " rounds they catch up, so that they do not slow down the comparison.");
        try (ServerUnderTest atoll = session.servers().atoll(Setup.waiting(session.freshDirectory()));
                ServerUnderTest nothing = session.servers().nothing()) {
            for (int round = 0; round < session.scale().all(); round++) {
                session.figures().counting(session.scale().counts(round));
                double stored = load(atoll, "one event a request", 1, CONNECTIONS, ">= 12 000");
                double comparison = compare(nothing);
                session.figures()
                        .add("Atoll against the server storing nothing", "%", ">= 60", 100 * stored / comparison);
                double batched = load(atoll, "batches of " + BATCH, BATCH, BATCH_CONNECTIONS, ">= 40 000");
                session.progress(String.format(
                        Locale.ROOT,
                        "%s: %.0f events/s one by one, %.0f without storing, %.0f in batches",
                        session.scale().name(round),
                        stored,
                        comparison,
                        batched));
            }
        }
    }

    private double load(ServerUnderTest atoll, String what, int events, int connections, String wanted)
            throws IOException, InterruptedException {
        FigureSeries figures = session.figures();
        Cost before = Cost.of(atoll, true);
        ClosedLoop.Result result =
                loop(atoll, events, connections).run(session.scale().round());
        Cost after = Cost.of(atoll, true);
        session.settle(atoll);
        Cost settled = Cost.of(atoll, true);
        figures.add("Atoll, " + what, "events/s", wanted, result.eventsPerSecond());
        after.cpuMicrosSince(before, result.events())
                .ifPresent(cpu -> figures.add("Atoll, " + what + ": CPU during the round", "µs/event", "", cpu));
        settled.cpuMicrosSince(before, result.events())
                .ifPresent(
                        cpu -> figures.add("Atoll, " + what + ": CPU until admission caught up", "µs/event", "", cpu));
        figures.add(
                "Atoll, " + what + ": syncs of the log", "per event", "", after.syncsSince(before, result.events()));
        return result.eventsPerSecond();
    }

    private double compare(ServerUnderTest nothing) throws IOException, InterruptedException {
        Cost before = Cost.of(nothing, false);
        ClosedLoop.Result result =
                loop(nothing, 1, CONNECTIONS).run(session.scale().round());
        Cost after = Cost.of(nothing, false);
        session.figures().add("storing nothing, one event a request", "requests/s", "", result.requestsPerSecond());
        after.cpuMicrosSince(before, result.requests())
                .ifPresent(cpu -> session.figures().add("storing nothing: CPU", "µs/request", "", cpu));
        return result.requestsPerSecond();
    }

    private ClosedLoop loop(ServerUnderTest server, int events, int connections) {
        return new ClosedLoop(
                server.port(), connections, () -> new EventRequest(shape, session.run(), events), session.numbers());
    }
}
