package atoll.it.mediawiki;

import static java.nio.charset.StandardCharsets.UTF_8;

import atoll.base.time.Deadline;
import atoll.base.time.SystemTime;
import atoll.changeprop.executor.worker.WorkerExecutor;
import atoll.changeprop.executor.worker.WorkerPool;
import atoll.changeprop.executor.worker.WorkerSettings;
import atoll.changeprop.lag.BulkWork;
import atoll.changeprop.lag.ReplicaLag;
import atoll.changeprop.rule.Rule;
import atoll.work.Attempt;
import atoll.work.Delivery;
import atoll.work.DeliveryId;
import atoll.work.Outcome;
import atoll.work.Source;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A pool of one worker of a test wiki, driven job by job.
final class Workers implements AutoCloseable {
    private static final String BULK = "bulk";

    private final SystemTime time = new SystemTime();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ReplicaLag lag = new ReplicaLag(Map.of(), Duration.ofSeconds(6), time, meters);
    private final WorkerPool pool;
    private final WorkerExecutor executor;
    private long jobs;

    Workers(TestWiki wiki, int jobsPerProcess, long memoryMebibytes) {
        pool = WorkerPool.of(
                new WorkerSettings(
                        "testwiki",
                        wiki.workerCommand(),
                        1,
                        jobsPerProcess,
                        memoryMebibytes << 20,
                        Duration.ofHours(1),
                        Duration.ofSeconds(30)),
                time,
                meters);
        executor = new WorkerExecutor(pool, lag, new BulkWork(Set.of(BULK)));
    }

    Outcome run(String event, Duration within) throws InterruptedException {
        return run("any", event, within);
    }

    /// Runs it as work that may wait for replicas.
    Outcome runBulk(String event) throws InterruptedException {
        return run(BULK, event, Duration.ofSeconds(30));
    }

    /// Why bulk work of the wiki has to wait.
    Optional<String> pause() {
        return lag.pause("testwiki");
    }

    private Outcome run(String type, String event, Duration within) throws InterruptedException {
        Instant now = time.instant();
        Delivery delivery = new Delivery(
                Rule.BUILT_IN,
                type,
                "testwiki",
                "event",
                null,
                now,
                false,
                now,
                null,
                null,
                null,
                new Source("dc1.mediawiki.job.any", 0, 0));
        return executor.execute(
                new Attempt(new DeliveryId(0, ++jobs), delivery, 1, now.plus(within), event.getBytes(UTF_8)),
                Rule.mediaWikiJobs(),
                Deadline.after(time, within));
    }

    Outcome run(String event) throws InterruptedException {
        return run(event, Duration.ofSeconds(30));
    }

    @Override
    public void close() {
        pool.close();
    }
}
