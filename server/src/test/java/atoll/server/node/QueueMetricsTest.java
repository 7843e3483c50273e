package atoll.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.server.admin.ports.Job;
import atoll.server.admin.ports.JobFilter;
import atoll.server.admin.ports.Work;
import atoll.testkit.time.VirtualTime;
import atoll.work.DeliveryId;
import atoll.work.ledger.state.CountKey;
import atoll.work.ledger.state.PauseKey;
import atoll.work.ledger.state.State;
import atoll.work.owner.WorkView;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class QueueMetricsTest {
    private final VirtualTime time = new VirtualTime();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Answers work = new Answers();
    private final QueueMetrics metrics = new QueueMetrics(work, time, registry);

    @Test
    void showsJobsOfAllWikisByTypeAndState() throws InterruptedException {
        work.rows.add(row("refreshLinks", "enwiki", Map.of(State.READY, 3L, State.DONE, 1000L)));
        work.rows.add(row("refreshLinks", "dewiki", Map.of(State.READY, 4L, State.DEAD, 2L)));

        metrics.refresh();

        assertThat(jobs("refreshLinks", "ready")).isEqualTo(7);
        assertThat(jobs("refreshLinks", "dead")).isEqualTo(2);
        assertThat(jobs("refreshLinks", "claimed")).isZero();
        assertThat(registry.find("atoll.queue.jobs").tag("state", "done").gauges())
                .isEmpty();
    }

    @Test
    void showsTheAgeOfTheOldestAndThePausedWikis() throws InterruptedException {
        work.oldest = time.instant().minusMillis(2_500);
        work.pauses =
                Map.of(new PauseKey("r1", "enwiki"), time.instant(), new PauseKey("r2", "enwiki"), time.instant());

        metrics.refresh();

        assertThat(registry.get("atoll.queue.oldest.seconds").gauge().value()).isEqualTo(2.5);
        assertThat(registry.get("atoll.queue.paused.wikis").gauge().value()).isEqualTo(1);

        work.oldest = null;
        metrics.refresh();
        assertThat(registry.get("atoll.queue.oldest.seconds").gauge().value()).isZero();
    }

    @Test
    void addsUpTheTypesThatAreTooMany() throws InterruptedException {
        for (int type = 0; type < 500; type++) {
            work.rows.add(row("type" + type, "enwiki", Map.of(State.READY, 1000L - type)));
        }

        metrics.refresh();

        assertThat(registry.find("atoll.queue.jobs").tag("state", "ready").gauges())
                .hasSize(201);
        assertThat(jobs("type0", "ready")).isEqualTo(1000);
        double sum = registry.find("atoll.queue.jobs").tag("state", "ready").gauges().stream()
                .mapToDouble(Gauge::value)
                .sum();
        assertThat(sum).isEqualTo(1000.0 * 500 - 499 * 500 / 2.0);
    }

    @Test
    void leavesOutWhatTheWorkEngineCannotTell() throws InterruptedException {
        work.rows.add(row("refreshLinks", "enwiki", Map.of(State.READY, 3L)));
        metrics.refresh();
        work.answers = false;

        metrics.refresh();

        assertThat(registry.getMeters().stream().map(Meter::getId).map(Meter.Id::getName))
                .isEmpty();
    }

    private double jobs(String type, String state) {
        return registry.get("atoll.queue.jobs")
                .tags("type", type, "state", state)
                .gauge()
                .value();
    }

    private static WorkView.QueueRow row(String type, String wiki, Map<State, Long> counts) {
        return new WorkView.QueueRow(new CountKey("local.mediawiki.job." + type, "mediawiki_jobs", type, wiki), counts);
    }

    /// Knows the queue only.
    private static final class Answers implements Work {
        final List<WorkView.QueueRow> rows = new ArrayList<>();
        Map<PauseKey, Instant> pauses = Map.of();
        boolean answers = true;

        @Nullable
        Instant oldest;

        @Override
        public Snapshot snapshot() {
            if (!answers) {
                throw new AtollException(ErrorKind.UNAVAILABLE, "no answer");
            }
            return new Snapshot(rows, List.of(), pauses, 0, oldest, Map.of());
        }

        @Override
        public Pulse pulse() {
            return new Pulse(1, rows, List.of(), Map.of(), Map.of());
        }

        @Override
        public List<WorkView.QueueRow> ofType(String type) {
            return List.of();
        }

        @Override
        public Map<String, List<Job>> ofEvents(Collection<String> eventIds, int limit) {
            return Map.of();
        }

        @Override
        public Optional<Job> job(DeliveryId id) {
            return Optional.empty();
        }

        @Override
        public List<Job> ofEvent(String eventId, int limit) {
            return List.of();
        }

        @Override
        public JobPage list(JobFilter filter, DeliveryId from, int limit) {
            return new JobPage(List.of(), null);
        }

        @Override
        public boolean retry(DeliveryId id, String by) {
            return false;
        }

        @Override
        public boolean drop(DeliveryId id, String by) {
            return false;
        }
    }
}
