package atoll.work.limit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Every meter of the limits. Used on the owner's thread.
public final class LimitMetrics {
    private final Map<Decrease.Cause, Counter> decreases = new EnumMap<>(Decrease.Cause.class);
    private final AtomicLong lowered = new AtomicLong();

    public LimitMetrics(MeterRegistry registry) {
        for (Decrease.Cause cause : Decrease.Cause.values()) {
            decreases.put(
                    cause,
                    Counter.builder("atoll.limit.decrease")
                            .description("Times a concurrency limit was lowered, by what lowered it")
                            .tag("cause", cause.label())
                            .register(registry));
        }
        Gauge.builder("atoll.limit.lowered", lowered, AtomicLong::get)
                .description("Concurrency limits that are below their most because of what wikis answered")
                .register(registry);
    }

    void decreased(@Nullable Decrease decrease) {
        Counter counter = decrease == null ? null : decreases.get(decrease.cause());
        if (counter != null) {
            counter.increment();
        }
    }

    void lowered(long limits) {
        lowered.set(limits);
    }
}
