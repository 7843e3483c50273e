package atoll.work.owner;

import atoll.work.Delivery;
import atoll.work.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// Every meter of the work engine. Used on the owner's thread.
public final class WorkMetrics {
    private final MeterRegistry registry;
    private final AttemptListener listener;
    private final Counter decisions;
    private final Counter batches;
    private final Counter lateOutcomes;
    private final Counter refolds;
    private final Counter fenced;
    private final Counter leasesExpired;
    private final Map<String, Timer> timers = new HashMap<>();
    private final AtomicInteger inFlight = new AtomicInteger();

    public WorkMetrics(MeterRegistry registry) {
        this(registry, AttemptListener.NONE);
    }

    /// @param listener is told of each attempt as well
    public WorkMetrics(MeterRegistry registry, AttemptListener listener) {
        this.registry = registry;
        this.listener = listener;
        decisions = Counter.builder("atoll.work.decision")
                .description("Decisions recorded in the ledger")
                .register(registry);
        batches = Counter.builder("atoll.work.batch")
                .description("Ledger records appended; one waits for one sync at most")
                .register(registry);
        lateOutcomes = Counter.builder("atoll.work.outcome.late")
                .description("Outcomes of claims that were over when they came; not recorded")
                .register(registry);
        refolds = Counter.builder("atoll.work.refold")
                .description("Times a partition's state was folded again because an append failed")
                .register(registry);
        fenced = Counter.builder("atoll.work.fenced")
                .description("Times a partition was lost to another owner")
                .register(registry);
        leasesExpired = Counter.builder("atoll.work.lease.expired")
                .description("Claims whose executor did not answer within the lease")
                .register(registry);
        registry.gauge("atoll.work.inflight", inFlight);
    }

    void recorded(int count) {
        decisions.increment(count);
        batches.increment();
    }

    void late() {
        lateOutcomes.increment();
    }

    void refolded() {
        refolds.increment();
    }

    void lost() {
        fenced.increment();
    }

    void leaseExpired() {
        leasesExpired.increment();
    }

    void inFlight(int count) {
        inFlight.set(count);
    }

    /// The first attempt of a delivery starts.
    void pickedUp(Delivery delivery, Instant now) {
        Duration sinceReceived = Duration.between(delivery.received(), now);
        listener.started(delivery, Duration.between(delivery.dueSince(), now));
        timers.computeIfAbsent(
                        delivery.rule(),
                        name -> Timer.builder("atoll.work.pickup")
                                .description("Time from receiving an event to the start of its first attempt")
                                .tag("rule", name)
                                .register(registry))
                .record(sinceReceived.isNegative() ? Duration.ZERO : sinceReceived);
    }

    /// An attempt ended.
    void attempted(Delivery delivery, Outcome outcome, Duration took) {
        String rule = delivery.rule();
        listener.ended(delivery, outcome, took);
        timers.computeIfAbsent(
                        rule + " " + outcome.label(),
                        _ -> Timer.builder("atoll.work.attempt")
                                .description("Attempts by rule and outcome")
                                .tag("rule", rule)
                                .tag("result", outcome.label())
                                .register(registry))
                .record(took);
    }
}
