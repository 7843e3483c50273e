package atoll.bench;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.bench.measure.MetricsPage;
import atoll.bench.measure.ProcessUsage;
import atoll.bench.process.BenchWiki;
import atoll.bench.process.BenchWiki.Took;
import atoll.bench.process.ProcessServers;
import atoll.bench.process.ServerUnderTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;

/// The same jobs of the same wiki, by MediaWiki's runner and by Atoll's long-lived workers, in alternating pairs.
public final class WorkerRun {
    /// Atoll runs before anybody edits: its code is compiled and its workers are there.
    private static final int WARMING_JOBS = 300;

    private static final Duration READY_WITHIN = Duration.ofMinutes(1);
    private static final Duration DONE_WITHIN = Duration.ofMinutes(20);
    /// Often enough for the precision wanted; each look costs the server a few milliseconds of processor time.
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final Session session;
    private final ProcessServers servers;
    private final int pages;

    public WorkerRun(Session session, ProcessServers servers, int pages) {
        this.session = session;
        this.servers = servers;
        this.pages = pages;
    }

    public void run() throws IOException, InterruptedException {
        session.note("A template that " + pages + " pages use was changed; one refreshLinks job for each page waits."
                + " MediaWiki from Debian's package on SQLite, copied afresh for each run. CPU: all PHP processes,"
                + " their start included. Wall: runJobs.php from start to end; a running Atoll, after " + WARMING_JOBS
                + " null jobs, from the POST of the jobs until the last is seen to be done.");
        BenchWiki wiki = BenchWiki.create(servers.checkout(), session.freshDirectory(), pages);
        for (int round = 0; round < session.scale().all(); round++) {
            session.figures().counting(session.scale().counts(round));
            for (int processes = 1; processes <= 2; processes++) {
                pair(wiki, round, processes);
            }
        }
    }

    private void pair(BenchWiki wiki, int round, int processes) throws IOException, InterruptedException {
        boolean runnerFirst = round % 2 == 0;
        Took early = runnerFirst ? runner(wiki, processes) : workers(wiki, processes);
        Took late = runnerFirst ? workers(wiki, processes) : runner(wiki, processes);
        Took runner = runnerFirst ? early : late;
        Took workers = runnerFirst ? late : early;
        String with = processes == 1 ? "one process" : processes + " processes";
        double ms = 1000.0 / pages;
        session.figures().add("runJobs.php, " + with + ": CPU", "ms/job", "", ms * runner.cpuSeconds());
        session.figures().add("workers, " + with + ": CPU", "ms/job", "", ms * workers.cpuSeconds());
        session.figures()
                .add(
                        "workers against runJobs.php, " + with + ": CPU",
                        "×",
                        "<= 1.1",
                        workers.cpuSeconds() / runner.cpuSeconds());
        session.figures().add("runJobs.php, " + with + ": wall", "s", "", runner.wallSeconds());
        session.figures().add("workers, " + with + ": wall", "s", "", workers.wallSeconds());
        session.figures()
                .add(
                        "workers against runJobs.php, " + with + ": wall",
                        "×",
                        processes == 1 ? "" : "<= 1",
                        workers.wallSeconds() / runner.wallSeconds());
        session.progress(String.format(
                Locale.ROOT,
                "%s, %s: runJobs.php %.2f s CPU %.2f s, workers %.2f s CPU %.2f s",
                session.scale().name(round),
                with,
                runner.wallSeconds(),
                runner.cpuSeconds(),
                workers.wallSeconds(),
                workers.cpuSeconds()));
    }

    private Took runner(BenchWiki wiki, int processes) throws IOException, InterruptedException {
        return wiki.copy(session.freshDirectory()).runJobs(processes);
    }

    private Took workers(BenchWiki wiki, int processes) throws IOException, InterruptedException {
        BenchWiki fresh = wiki.copy(session.freshDirectory());
        String yaml = "data: " + session.freshDirectory() + "\njobs: {concurrency: " + 2 * processes + "}\n"
                + fresh.workerYaml(processes);
        try (ServerUnderTest atoll = servers.configured(yaml);
                HttpClient client = HttpClient.newHttpClient()) {
            session.awaitReady(atoll, READY_WITHIN);
            post(client, atoll, BenchWiki.nothingToDo(WARMING_JOBS));
            awaitDone(atoll, WARMING_JOBS, processes);
            long start = session.time().nanoTime();
            post(client, atoll, fresh.events());
            awaitDone(atoll, WARMING_JOBS + pages, processes);
            double wall = (session.time().nanoTime() - start) / 1e9;
            double cpu = ProcessHandle.of(atoll.pid()).stream()
                    .flatMap(ProcessHandle::children)
                    .mapToDouble(
                            worker -> ProcessUsage.of(worker.pid()).cpuSeconds().orElse(0))
                    .sum();
            return new Took(wall, cpu);
        }
    }

    private static void post(HttpClient client, ServerUnderTest atoll, byte[] events)
            throws IOException, InterruptedException {
        HttpRequest post = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + atoll.port() + "/v1/events"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(events))
                .build();
        int status = client.send(post, HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status != 201) {
            throw new AtollException(ErrorKind.UNAVAILABLE, "the jobs were answered with " + status);
        }
    }

    private void awaitDone(ServerUnderTest atoll, int jobs, int processes) throws IOException, InterruptedException {
        long start = session.time().nanoTime();
        MetricsPage page = Session.metrics(atoll);
        while (page.sum("atoll_work_attempt_seconds_count", "result=\"done\"") < jobs) {
            if (session.time().nanoTime() - start > DONE_WITHIN.toNanos()) {
                throw new AtollException(ErrorKind.UNAVAILABLE, "the jobs were not done within " + DONE_WITHIN);
            }
            session.time().sleep(LOOK_EVERY);
            page = Session.metrics(atoll);
        }
        if (page.sum("atoll_worker_start_total") > processes) {
            throw new AtollException(ErrorKind.UNAVAILABLE, "a worker was replaced: its CPU is not known any more");
        }
    }
}
