package atoll.server.observe;

import atoll.base.time.TimeSource;
import atoll.work.Delivery;
import atoll.work.Outcome;
import atoll.work.owner.AttemptListener;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Counts attempts by type. On the work engine's thread it takes no lock and, but for the first attempt of a type or
/// wiki, makes no garbage; the others only read.
public final class AttemptMeters implements AttemptListener {
    private final Map<String, TypeMeter> meters = new ConcurrentHashMap<>();
    private final MeterRegistry registry;

    public AttemptMeters(TimeSource time) {
        registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, new Clock() {
            @Override
            public long wallTime() {
                return time.millis();
            }

            @Override
            public long monotonicTime() {
                return time.nanoTime();
            }
        });
    }

    @Override
    public void started(Delivery delivery, Duration sinceDue) {
        meter(delivery.type()).wait.record(sinceDue.isNegative() ? Duration.ZERO : sinceDue);
    }

    @Override
    public void ended(Delivery delivery, Outcome outcome, Duration took) {
        TypeMeter meter = meter(delivery.type());
        switch (outcome) {
            case Outcome.Done _, Outcome.Ignored _ -> {
                meter.done.increment();
                meter.wikis.add(delivery.wiki());
            }
            case Outcome.Failed _, Outcome.Rejected _ -> {
                meter.failed.increment();
                meter.recent.add(outcome);
                meter.wikis.add(delivery.wiki());
            }
            case Outcome.Postponed _ -> {
                // Not carried out: it says nothing about how long it takes or whether it fails.
                return;
            }
        }
        meter.run.record(took);
    }

    private TypeMeter meter(String type) {
        TypeMeter known = meters.get(type);
        return known != null
                ? known
                : meters.computeIfAbsent(TypeNames.within(meters, type), name -> new TypeMeter(name, registry));
    }

    /// By type.
    Map<String, TypeMeter> all() {
        return meters;
    }
}
