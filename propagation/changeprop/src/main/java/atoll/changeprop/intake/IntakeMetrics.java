package atoll.changeprop.intake;

import atoll.changeprop.intake.stream.EventClass;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/// Meters of event intake. Tags come from enums only: stream names are the producers' to choose.
final class IntakeMetrics {
    /// What became of an event.
    enum Result {
        ACCEPTED,
        INVALID,
        DEAD_LETTER,
        ERROR
    }

    /// Why a request was turned down as a whole.
    enum Refusal {
        BUDGET,
        FORBIDDEN,
        TOO_LARGE,
        EMPTY,
        NOT_JSON,
        NOT_UTF8,
        LIMIT,
        LATE,
        LOG,
        HASTY_FULL
    }

    private final MeterRegistry meters;
    private final Map<EventClass, Map<Result, Counter>> events = new EnumMap<>(EventClass.class);
    private final Map<Refusal, Counter> refusals = new EnumMap<>(Refusal.class);
    private final Counter repaired;
    private final Counter unknownSchema;
    private final Counter hastyFailed;
    private final DistributionSummary body;
    private final Timer succeeded;
    private final Timer failed;

    IntakeMetrics(MeterRegistry meters) {
        this.meters = meters;
        for (EventClass eventClass : EventClass.values()) {
            Map<Result, Counter> byResult = new EnumMap<>(Result.class);
            for (Result result : Result.values()) {
                byResult.put(
                        result,
                        Counter.builder("atoll.intake.event")
                                .description("Events received, by class and by what became of them")
                                .tag("class", eventClass.tag())
                                .tag("result", tag(result))
                                .register(meters));
            }
            events.put(eventClass, byResult);
        }
        for (Refusal refusal : Refusal.values()) {
            refusals.put(
                    refusal,
                    Counter.builder("atoll.intake.refusal")
                            .description("Requests turned down as a whole, by reason")
                            .tag("reason", tag(refusal))
                            .register(meters));
        }
        repaired = Counter.builder("atoll.intake.event.repaired")
                .description("Events valid only because an empty array was read as an empty object, as PHP writes it")
                .register(meters);
        unknownSchema = Counter.builder("atoll.intake.event.unchecked")
                .description("Events accepted unchecked because their schema is not known")
                .register(meters);
        hastyFailed = Counter.builder("atoll.intake.hasty.failed")
                .description("Hasty requests answered 202 that were not stored in full")
                .register(meters);
        body = DistributionSummary.builder("atoll.intake.body")
                .description("Size of request bodies")
                .baseUnit("bytes")
                .register(meters);
        succeeded = timer("success");
        failed = timer("failure");
    }

    private Timer timer(String result) {
        return Timer.builder("atoll.intake.request")
                .description("Time from a whole request to its answer")
                .tag("result", result)
                .register(meters);
    }

    private static String tag(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /// The meter of a constant: the maps hold one for each.
    private static <K, V> V of(Map<K, V> meters, K key) {
        return Objects.requireNonNull(meters.get(key));
    }

    void count(EventClass eventClass, Result result) {
        of(of(events, eventClass), result).increment();
    }

    void refused(Refusal refusal) {
        of(refusals, refusal).increment();
    }

    void eventRepaired() {
        repaired.increment();
    }

    void eventUnchecked() {
        unknownSchema.increment();
    }

    void hastyRequestFailed() {
        hastyFailed.increment();
    }

    void answered(int bytes, boolean success, Duration took) {
        body.record(bytes);
        (success ? succeeded : failed).record(took);
    }

    <T> void gauge(String name, String description, T of, ToDoubleFunction<T> value) {
        Gauge.builder(name, of, value)
                .description(description)
                .baseUnit("bytes")
                .strongReference(true)
                .register(meters);
    }
}
