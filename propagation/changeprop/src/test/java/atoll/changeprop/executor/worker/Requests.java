package atoll.changeprop.executor.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import atoll.base.time.TimeSource;
import atoll.changeprop.lag.BulkWork;
import atoll.changeprop.lag.ReplicaLag;
import atoll.changeprop.rule.Rule;
import atoll.testkit.time.VirtualTime;
import atoll.work.Attempt;
import atoll.work.Delivery;
import atoll.work.DeliveryId;
import atoll.work.Source;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Attempts and settings to test with.
final class Requests {
    static final Rule RULE = Rule.mediaWikiJobs();

    private Requests() {}

    /// Bulk work are jobs of the type `bulk`; nobody listens to what is said about lag.
    static WorkerExecutor executor(WorkerPool pool, TimeSource time) {
        return executor(pool, new ReplicaLag(Map.of(), Duration.ofSeconds(6), time, new SimpleMeterRegistry()));
    }

    /// Bulk work are jobs of the type `bulk`.
    static WorkerExecutor executor(WorkerPool pool, ReplicaLag lag) {
        return new WorkerExecutor(pool, lag, new BulkWork(Set.of("bulk")));
    }

    static Attempt attempt(long offset, String event) {
        return attempt(offset, "null", event);
    }

    static Attempt attempt(long offset, String type, String event) {
        Delivery delivery = new Delivery(
                RULE.name(),
                type,
                "testwiki",
                "event-" + offset,
                "request-1",
                VirtualTime.START,
                true,
                VirtualTime.START,
                null,
                null,
                null,
                new Source("dc1.mediawiki.job.null", 0, offset));
        return new Attempt(
                new DeliveryId(0, offset),
                delivery,
                1,
                VirtualTime.START.plus(Duration.ofMinutes(5)),
                event.getBytes(UTF_8));
    }

    static WorkerSettings settings(int processes, String... command) {
        return new WorkerSettings(
                "testwiki", List.of(command), processes, 500, 256L << 20, Duration.ofHours(1), Duration.ofSeconds(10));
    }
}
