package atoll.bench;

import atoll.bench.measure.ProcessUsage;
import atoll.bench.process.ProcessServers;
import atoll.bench.process.ServerUnderTest;
import atoll.bench.process.Servers.Setup;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalDouble;

/// An Atoll that has nothing to do, started by the launcher as an operator starts it.
public final class IdleRun {
    private static final Duration READY_WITHIN = Duration.ofMinutes(1);
    private static final double MEBIBYTE = 1 << 20;

    private final Session session;
    private final ProcessServers launcher;
    private final Duration idle;

    /// @param launcher runs `./atoll serve`
    /// @param idle how long each server is left alone
    public IdleRun(Session session, ProcessServers launcher, Duration idle) {
        this.session = session;
        this.launcher = launcher;
        this.idle = idle;
    }

    public void run() throws IOException, InterruptedException {
        session.note(
                "`./atoll serve` on an empty data directory, everything built before; ready: from starting the shell"
                        + " script until /readyz says yes; then left alone for " + idle.toSeconds() + " s.");
        launcher.launch("--version");
        for (int round = 0; round < session.scale().all(); round++) {
            session.figures().counting(session.scale().counts(round));
            round(round);
        }
    }

    private void round(int round) throws IOException, InterruptedException {
        long start = System.nanoTime();
        try (ServerUnderTest atoll = launcher.atoll(Setup.waiting(session.freshDirectory()))) {
            double ready = (session.awaitReady(atoll, READY_WITHIN) - start) / 1e9;
            session.figures().add("idle: from start to ready", "s", "<= 2", ready);
            ProcessUsage usage = ProcessUsage.of(atoll.pid());
            // What starting left to do shall not count as idling.
            session.time().sleep(idle.dividedBy(10));
            OptionalDouble before = usage.cpuSeconds();
            session.time().sleep(idle);
            OptionalDouble after = usage.cpuSeconds();
            if (before.isPresent() && after.isPresent()) {
                double percent = 100 * (after.getAsDouble() - before.getAsDouble()) / (idle.toNanos() / 1e9);
                session.figures().add("idle: CPU", "% of a core", "<= 1", percent);
            }
            usage.residentBytes()
                    .ifPresent(bytes -> session.figures().add("idle: resident", "MiB", "<= 200", bytes / MEBIBYTE));
            session.progress(String.format(
                    Locale.ROOT, "%s: ready after %.2f s", session.scale().name(round), ready));
        }
    }
}
