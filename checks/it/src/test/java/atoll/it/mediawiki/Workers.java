package atoll.it.mediawiki;

import static java.nio.charset.StandardCharsets.UTF_8;

import atoll.base.time.Deadline;
import atoll.base.time.SystemTime;
import atoll.changeprop.executor.worker.WorkerExecutor;
import atoll.changeprop.executor.worker.WorkerPool;
import atoll.changeprop.executor.worker.WorkerSettings;
import atoll.changeprop.rule.Rule;
import atoll.work.Attempt;
import atoll.work.Delivery;
import atoll.work.DeliveryId;
import atoll.work.Outcome;
import atoll.work.Source;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;

/// A pool of one worker of a test wiki, driven job by job.
final class Workers implements AutoCloseable {
    private final SystemTime time = new SystemTime();
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
                new SimpleMeterRegistry());
        executor = new WorkerExecutor(pool);
    }

    Outcome run(String event, Duration within) throws InterruptedException {
        Instant now = time.instant();
        Delivery delivery = new Delivery(
                Rule.BUILT_IN,
                "any",
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
