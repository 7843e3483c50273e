package atoll.server.node;

import atoll.base.error.AtollException;
import atoll.base.time.TimeSource;
import atoll.server.admin.ports.Work;
import atoll.work.ledger.state.PauseKey;
import atoll.work.ledger.state.State;
import atoll.work.owner.WorkView;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What waits, what runs and what is dead, as gauges for alerts. Read when they are asked for, so that they are never
/// older than the answer they stand in; if the work engine cannot tell, they are left out of it.
///
/// Safe for use by many threads.
final class QueueMetrics {
    private static final Logger LOG = LoggerFactory.getLogger(QueueMetrics.class);
    /// Job types come from producers; a monitoring system must not drown in them.
    private static final int MOST_TYPES = 200;

    private static final String OTHERS = "(others)";
    private static final List<State> SHOWN =
            List.of(State.NEW, State.WAITING, State.READY, State.CLAIMED, State.RETRY, State.DEAD);

    private final Work work;
    private final TimeSource time;
    private final MultiGauge jobs;
    private final MultiGauge oldest;
    private final MultiGauge pausedWikis;

    QueueMetrics(Work work, TimeSource time, MeterRegistry registry) {
        this.work = work;
        this.time = time;
        jobs = MultiGauge.builder("atoll.queue.jobs")
                .description("Deliveries that are not finished, and dead ones, by job type and state")
                .register(registry);
        oldest = MultiGauge.builder("atoll.queue.oldest.seconds")
                .description("Age of the oldest delivery that is ready or under way; 0 if there is none")
                .register(registry);
        pausedWikis = MultiGauge.builder("atoll.queue.paused.wikis")
                .description("Wikis whose jobs wait because they asked for it, such as read-only ones")
                .register(registry);
    }

    /// Brings the gauges up to date.
    void refresh() throws InterruptedException {
        Work.Snapshot snapshot;
        try {
            snapshot = work.snapshot();
        } catch (AtollException e) {
            LOG.atDebug().addKeyValue("reason", e.getMessage()).log("the queue's gauges are left out");
            set(List.of(), List.of(), List.of());
            return;
        }
        long wikis = snapshot.pauses().keySet().stream()
                .map(PauseKey::wiki)
                .distinct()
                .count();
        set(rows(snapshot.rows()), one(age(snapshot.oldest())), one(wikis));
    }

    private synchronized void set(
            List<MultiGauge.Row<Number>> byType, List<MultiGauge.Row<Number>> age, List<MultiGauge.Row<Number>> wikis) {
        jobs.register(byType, true);
        oldest.register(age, true);
        pausedWikis.register(wikis, true);
    }

    private double age(@Nullable Instant since) {
        return since == null
                ? 0
                : Math.max(0, Duration.between(since, time.instant()).toMillis() / 1000.0);
    }

    private static List<MultiGauge.Row<Number>> one(Number value) {
        return List.of(MultiGauge.Row.of(Tags.empty(), value));
    }

    /// The types with most deliveries by name, all others as one.
    private static List<MultiGauge.Row<Number>> rows(List<WorkView.QueueRow> queue) {
        Map<String, Map<State, Long>> byType = new HashMap<>();
        for (WorkView.QueueRow row : queue) {
            add(byType, row.key().type(), row.counts());
        }
        Map<String, Map<State, Long>> shown = new HashMap<>();
        byType.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<String, Map<State, Long>> type) -> -sum(type.getValue()))
                        .thenComparing(Map.Entry::getKey))
                .forEach(type -> add(shown, shown.size() < MOST_TYPES ? type.getKey() : OTHERS, type.getValue()));
        List<MultiGauge.Row<Number>> rows = new ArrayList<>();
        shown.forEach((type, counts) -> SHOWN.forEach(state -> rows.add(
                MultiGauge.Row.of(Tags.of("type", type, "state", state.label()), counts.getOrDefault(state, 0L)))));
        return rows;
    }

    private static void add(Map<String, Map<State, Long>> to, String type, Map<State, Long> counts) {
        Map<State, Long> sums = to.computeIfAbsent(type, _ -> new EnumMap<>(State.class));
        counts.forEach((state, count) -> sums.merge(state, count, Long::sum));
    }

    private static long sum(Map<State, Long> counts) {
        return SHOWN.stream().mapToLong(state -> counts.getOrDefault(state, 0L)).sum();
    }
}
