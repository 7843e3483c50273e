package atoll.changeprop.executor.worker;

import atoll.base.time.Deadline;
import atoll.base.time.TimeSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The workers of one wiki. Safe for use by many threads; each call blocks until its job is answered for.
///
/// Processes are started when there is work for them, and replaced when they have done enough, hold too much memory or
/// are too old. One that dies, hangs or breaks the protocol is killed with everything it started, and only the job it
/// had fails. While processes would not start, or die one after the other, jobs are handed back uncharged, with a wait
/// that doubles up to a minute.
public final class WorkerPool implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerPool.class);

    /// Waiting longer for a worker would eat up the time the job itself may take.
    static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final Duration END_WITHIN = Duration.ofSeconds(8);

    private final WorkerSettings settings;
    private final WorkerLauncher launcher;
    private final TimeSource time;
    private final WorkerMetrics metrics;
    private final Places places;

    WorkerPool(WorkerSettings settings, WorkerLauncher launcher, TimeSource time, MeterRegistry meters) {
        this.settings = settings;
        this.launcher = launcher;
        this.time = time;
        this.metrics = new WorkerMetrics(meters, settings.name());
        this.places = new Places(settings.processes(), time);
        metrics.showProcesses(places::workers);
    }

    /// A pool of processes of this machine. None is started before there is work.
    public static WorkerPool of(WorkerSettings settings, TimeSource time, MeterRegistry meters) {
        return new WorkerPool(settings, new LocalProcesses(time), time, meters);
    }

    /// Has a worker carry out one job.
    ///
    /// @param line the request, with its line end
    WorkerReply run(String id, byte[] line, Deadline deadline) throws InterruptedException {
        Places.Grant grant = places.take(deadline.atMost(LONGEST_WAIT).left());
        return switch (grant) {
            case Places.Grant.Refused(var reason, var wait) -> {
                metrics.refused();
                yield new WorkerReply.NoWorker(reason, wait);
            }
            case Places.Grant.Start() -> runOnNew(id, line, deadline);
            case Places.Grant.Use(var worker) when worker.process().isAlive() -> runOn(worker, id, line, deadline);
            // It died while nobody used it, so the job is as good as untried.
            case Places.Grant.Use(var worker) -> {
                worker.process().kill();
                yield runOnNew(id, line, deadline);
            }
        };
    }

    private WorkerReply runOnNew(String id, byte[] line, Deadline deadline) throws InterruptedException {
        Started started = start();
        return switch (started) {
            case Started.Yes(var worker) -> runOn(worker, id, line, deadline);
            case Started.No(var reason) -> {
                metrics.startFailed();
                LOG.atWarn()
                        .addKeyValue("wiki", settings.name())
                        .addKeyValue("reason", reason)
                        .log("worker did not start");
                places.giveBackLost(reason, false);
                yield new WorkerReply.NoWorker("the worker does not start: " + reason, Duration.ofSeconds(1));
            }
        };
    }

    private sealed interface Started {
        record Yes(Worker worker) implements Started {}

        record No(String reason) implements Started {}
    }

    private Started start() throws InterruptedException {
        WorkerProcess process;
        try {
            process = launcher.start(settings);
        } catch (IOException e) {
            return new Started.No(String.valueOf(e.getMessage()));
        }
        boolean usable = false;
        try {
            Worker worker = new Worker(process, settings, time);
            Optional<String> problem = worker.greeted(Deadline.after(time, settings.startWithin()));
            if (problem.isPresent()) {
                return new Started.No(problem.get());
            }
            usable = true;
            metrics.started();
            return new Started.Yes(worker);
        } catch (InterruptedException e) {
            places.giveBackRetired();
            throw e;
        } finally {
            if (!usable) {
                process.kill();
            }
        }
    }

    private WorkerReply runOn(Worker worker, String id, byte[] line, Deadline deadline) throws InterruptedException {
        WorkerReply reply;
        try {
            reply = worker.run(id, line, deadline);
        } catch (InterruptedException e) {
            worker.process().kill();
            places.giveBackRetired();
            throw e;
        }
        switch (reply) {
            case WorkerReply.Answered(var answer) -> keepOrRetire(worker, answer);
            case WorkerReply.Broken(var exit, var reason) -> {
                worker.process().kill();
                metrics.lost();
                LOG.atWarn()
                        .addKeyValue("wiki", settings.name())
                        .addKeyValue("job", id)
                        .addKeyValue("exit", exit)
                        .addKeyValue("reason", reason)
                        .log("worker lost");
                places.giveBackLost(reason, true);
            }
            case WorkerReply.NoWorker _ -> throw new AssertionError("a worker that runs cannot be absent");
        }
        return reply;
    }

    private void keepOrRetire(Worker worker, WorkerAnswer answer) {
        Optional<Worker.Retirement> why = worker.retirement(answer);
        if (why.isEmpty()) {
            if (!places.giveBack(worker)) {
                worker.process().end();
            }
            return;
        }
        metrics.retired(why.get());
        worker.process().end();
        places.giveBackRetired();
    }

    /// Ends the workers that have nothing to do, and waits for them. Those that have a job end after it.
    @Override
    public void close() {
        List<Worker> idle = places.close();
        idle.forEach(worker -> worker.process().end());
        Deadline deadline = Deadline.after(time, END_WITHIN);
        try {
            for (Worker worker : idle) {
                if (!worker.process().awaitEnd(deadline.left())) {
                    worker.process().kill();
                }
            }
        } catch (InterruptedException e) {
            idle.forEach(worker -> worker.process().kill());
            Thread.currentThread().interrupt();
        }
    }
}
