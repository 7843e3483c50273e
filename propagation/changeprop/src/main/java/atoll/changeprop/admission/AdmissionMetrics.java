package atoll.changeprop.admission;

import atoll.changeprop.rule.StreamRules;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/// What admission did, in numbers since this process started. Counted once durable.
final class AdmissionMetrics {
    private final Counter matched;
    private final Counter unmatched;
    private final Counter unreadable;
    private final Counter lost;
    private final Counter deliveries;
    private final Counter refused;
    private final Counter damaged;
    private final Counter excluded;
    private final Counter sampledOut;

    AdmissionMetrics(MeterRegistry registry) {
        matched = record(registry, "matched");
        unmatched = record(registry, "unmatched");
        unreadable = record(registry, "unreadable");
        lost = record(registry, "lost");
        deliveries = Counter.builder("atoll.admission.delivery")
                .description("pairs of an event and a rule handed over to the work engine")
                .register(registry);
        refused = Counter.builder("atoll.admission.refusal")
                .description("batches the log refused or failed to make durable; they are read again")
                .register(registry);
        damaged = Counter.builder("atoll.admission.damage")
                .description("reads that failed because a partition is damaged")
                .register(registry);
        excluded = skip(registry, "excluded");
        sampledOut = skip(registry, "sampled-out");
    }

    /// Counted when decided; a batch that the log refuses is decided again.
    void skipped(StreamRules.Selection selection) {
        excluded.increment(selection.excluded());
        sampledOut.increment(selection.sampledOut());
    }

    void admitted(AdmissionCounts counts) {
        matched.increment((double) counts.matched());
        unmatched.increment((double) (counts.unmatched() - counts.unreadable() - counts.lost()));
        unreadable.increment((double) counts.unreadable());
        lost.increment((double) counts.lost());
        deliveries.increment((double) counts.deliveries());
    }

    void refused() {
        refused.increment();
    }

    void damaged() {
        damaged.increment();
    }

    private static Counter skip(MeterRegistry registry, String reason) {
        return Counter.builder("atoll.admission.skip")
                .description("pairs of an event and a rule that match, but are left out by the rule")
                .tag("reason", reason)
                .register(registry);
    }

    private static Counter record(MeterRegistry registry, String result) {
        return Counter.builder("atoll.admission.record")
                .description("records of event streams by what became of them")
                .tag("result", result)
                .register(registry);
    }
}
