package atoll.bench;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.lifecycle.Threads;
import atoll.bench.measure.Latencies;
import atoll.bench.measure.Pace;
import atoll.bench.process.ProcessServers;
import atoll.bench.process.ServerUnderTest;
import atoll.bench.wire.Connection;
import atoll.bench.wire.EventRequest;
import atoll.bench.wire.EventShape;
import atoll.bench.wire.NoopWiki;
import atoll.bench.wire.OpenLoop;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/// The rule file changes again and again while jobs come at a steady rate and go to a wiki that does nothing: how long
/// nothing arrives there, and whether each job arrives exactly once. In turns with the same load while the rules stay.
public final class ReloadRun {
    private static final int CONNECTIONS = 16;
    private static final double JOBS_PER_SECOND = 500;
    private static final int OTHER_RULES = 34;
    private static final int OK = 200;
    private static final Duration RELOAD_EVERY = Duration.ofMillis(250);
    private static final Duration LOOK_AT = Duration.ofMillis(100);
    private static final Duration LEAD = Duration.ofMillis(50);
    private static final Duration ARRIVE_WITHIN = Duration.ofSeconds(30);
    private static final Duration REPEATS_WITHIN = Duration.ofMillis(500);
    private static final byte[] RELOAD =
            "POST /v1/admin/rules/reload HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
                    .getBytes(StandardCharsets.US_ASCII);

    private final Session session;
    private final ProcessServers processes;
    private final Path rules;
    private final Map<Long, Integer> arrivals = new ConcurrentHashMap<>();
    private final Map<Long, Long> arrivedAt = new ConcurrentHashMap<>();
    private int version;

    public ReloadRun(Session session, ProcessServers processes) {
        this.session = session;
        this.processes = processes;
        this.rules = processes.scratch().resolve("reloaded-rules.yaml");
    }

    public void run() throws IOException, InterruptedException {
        session.note((int) JOBS_PER_SECOND + " jobs a second in an open loop to a wiki that does nothing; a file of "
                + (OTHER_RULES + 1) + " rules, written anew with other limits and reloaded every "
                + RELOAD_EVERY.toMillis() + " ms, in turns with the same load while the rules stay."
                + " The pause of a reload is the longest time between two arrivals that touches the "
                + LOOK_AT.toMillis() + " ms from its request on; while the rules stay, the same of a moment every "
                + RELOAD_EVERY.toMillis() + " ms. What both have in common is not the reload's.");
        Files.writeString(rules, text());
        Path data = session.freshDirectory();
        try (NoopWiki wiki = new NoopWiki(this::arrived);
                ServerUnderTest atoll = processes.configured(
                        "data: " + data + "\nwiki: " + wiki.url() + "\nrules: [" + rules + "]\n")) {
            for (int round = 0; round < session.scale().all(); round++) {
                session.figures().counting(session.scale().counts(round));
                Seen still = load(atoll, "rules stay", false);
                Seen changed = load(atoll, "rules reloaded", true);
                session.figures().add("rules reloaded: reloads", "per round", "", changed.reloads);
                session.progress(String.format(
                        Locale.ROOT,
                        "%s: pause p50 %.1f, worst %.1f ms; of %d reloads p50 %.1f, worst %.1f ms; %d jobs lost, %d repeated",
                        session.scale().name(round),
                        still.pauses.millisAt(0.5),
                        still.pauses.millisAt(1),
                        changed.reloads,
                        changed.pauses.millisAt(0.5),
                        changed.pauses.millisAt(1),
                        changed.lost,
                        changed.repeated));
            }
        }
    }

    private void arrived(long number, long nanos) {
        arrivals.merge(number, 1, Integer::sum);
        arrivedAt.putIfAbsent(number, nanos);
    }

    private record Seen(Latencies pauses, int lost, int repeated, int reloads) {}

    private Seen load(ServerUnderTest atoll, String name, boolean isReloading)
            throws IOException, InterruptedException {
        arrivals.clear();
        arrivedAt.clear();
        Pace pace = new Pace(System.nanoTime() + LEAD.toNanos(), JOBS_PER_SECOND);
        int count = pace.within(session.scale().round());
        long first = session.numbers().getAndAdd(count);
        Reloads reloads = new Reloads(atoll.port());
        Thread reloading = isReloading ? Threads.startPlatform("reloads", reloads::run) : null;
        new OpenLoop(
                        atoll.port(),
                        CONNECTIONS,
                        () -> List.of(
                                new EventRequest(EventShape.job(session.time().instant()), session.run(), 1)))
                .run(pace, count, first);
        reloads.stop.set(true);
        if (reloading != null && !reloading.join(ARRIVE_WITHIN)) {
            throw new AtollException(ErrorKind.UNAVAILABLE, "a reload got no answer");
        }
        String problem = reloads.problem.get();
        if (!problem.isEmpty()) {
            throw new AtollException(ErrorKind.UNAVAILABLE, problem);
        }
        awaitArrivals(count);
        List<Long> at = isReloading ? reloads.moments : moments(pace, count);
        Seen seen = seen(pace, count, first, at);
        session.figures().add(name + ": jobs lost", "jobs", "0", seen.lost);
        session.figures().add(name + ": jobs repeated", "jobs", "0", seen.repeated);
        session.figures().add(name + ": pause p50", "ms", isReloading ? "<= 50" : "", seen.pauses.millisAt(0.5));
        session.figures().add(name + ": pause p90", "ms", isReloading ? "<= 50" : "", seen.pauses.millisAt(0.9));
        session.figures().add(name + ": pause, worst", "ms", isReloading ? "<= 50" : "", seen.pauses.millisAt(1));
        if (isReloading) {
            session.figures().add("reload: request to answer, p50", "ms", "", reloads.times.millisAt(0.5));
        }
        return seen;
    }

    private void awaitArrivals(int count) throws InterruptedException {
        long end = System.nanoTime() + ARRIVE_WITHIN.toNanos();
        while (arrivals.size() < count && System.nanoTime() - end < 0) {
            session.time().sleep(Duration.ofMillis(10));
        }
        session.time().sleep(REPEATS_WITHIN);
    }

    /// As many as there would be reloads.
    private static List<Long> moments(Pace pace, int count) {
        List<Long> moments = new ArrayList<>();
        for (long at = pace.at(0); at < pace.at(count - 1); at += RELOAD_EVERY.toNanos()) {
            moments.add(at);
        }
        return moments;
    }

    private Seen seen(Pace pace, int count, long first, List<Long> moments) {
        int lost = 0;
        int repeated = 0;
        for (long number = first; number < first + count; number++) {
            int times = arrivals.getOrDefault(number, 0);
            lost += times == 0 ? 1 : 0;
            repeated += Math.max(0, times - 1);
        }
        NavigableSet<Long> arrived = new TreeSet<>(arrivedAt.values());
        Latencies pauses = new Latencies();
        long last = pace.at(count - 1);
        for (long moment : moments) {
            if (moment + LOOK_AT.toNanos() < last) { // later, jobs are not sent all the time
                pauses.record(pause(arrived, moment));
            }
        }
        return new Seen(pauses, lost, repeated, moments.size());
    }

    private static long pause(NavigableSet<Long> arrived, long moment) {
        long longest = 0;
        Long before = arrived.floor(moment);
        long from = before == null ? moment : before;
        while (from < moment + LOOK_AT.toNanos()) {
            Long next = arrived.higher(from);
            if (next == null) {
                break;
            }
            longest = Math.max(longest, next - from);
            from = next;
        }
        return longest;
    }

    /// Other limits than before for each rule, so that every reload replaces all of them.
    private String text() {
        version++;
        StringBuilder yaml = new StringBuilder(8192);
        yaml.append("bench_jobs: {topic: '/^mediawiki\\.job\\.refreshLinksPri/', concurrency: ")
                .append(50 + version % 7)
                .append(", exec: mediawiki}\n");
        for (int i = 0; i < OTHER_RULES; i++) {
            yaml.append("other_" + i + ": {topic: '/^mediawiki\\.job\\.other" + i + "/', concurrency: ")
                    .append(1 + version % 50)
                    .append(", match: {meta: {uri: '/^https:\\/\\/other-" + i + "\\.example\\/(?<title>[^?]+)$/'}}")
                    .append(", exec: mediawiki}\n");
        }
        return yaml.toString();
    }

    /// Changes the file and asks for it to be read, until told to stop. Runs on a thread of its own.
    private final class Reloads {
        final AtomicBoolean stop = new AtomicBoolean();
        final AtomicReference<String> problem = new AtomicReference<>("");
        final Latencies times = new Latencies();
        final int port;
        final List<Long> moments = new ArrayList<>(); // read by others once the thread has ended

        Reloads(int port) {
            this.port = port;
        }

        void run() {
            try (Connection connection = new Connection(port)) {
                while (!stop.get()) {
                    // As an operator's tools write it: complete at once.
                    Path fresh = rules.resolveSibling("reloaded-rules.new");
                    Files.writeString(fresh, text());
                    Files.move(fresh, rules, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
                    long start = System.nanoTime();
                    int status = connection.exchange(RELOAD);
                    times.record(System.nanoTime() - start);
                    if (status != OK) {
                        problem.set("the reload was answered with status " + status);
                        return;
                    }
                    moments.add(start);
                    session.time().sleep(RELOAD_EVERY);
                }
            } catch (IOException e) {
                problem.set("the reload failed: " + e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
