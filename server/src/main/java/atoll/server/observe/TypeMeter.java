package atoll.server.observe;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/// What the attempts of one type are counted in.
final class TypeMeter {
    private static final double[] QUANTILES = {0.5, 0.9, 0.99};
    private static final Duration LOOKED_BACK = Duration.ofMinutes(5);
    private static final int PARTS = 3;

    final LongAdder done = new LongAdder();
    final LongAdder failed = new LongAdder();
    final Timer wait;
    final Timer run;
    final RecentFailures recent = new RecentFailures();
    final Failures failures = new Failures();
    final WikiShares wikis = new WikiShares();

    /// @param registry one of its own: job types are no names for a monitoring system
    TypeMeter(String type, MeterRegistry registry) {
        wait = timer("wait", type, registry);
        run = timer("run", type, registry);
    }

    private static Timer timer(String name, String type, MeterRegistry registry) {
        return Timer.builder(name)
                .tag("type", type)
                .publishPercentiles(QUANTILES)
                .percentilePrecision(1)
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofDays(1))
                .distributionStatisticExpiry(LOOKED_BACK)
                .distributionStatisticBufferLength(PARTS)
                .register(registry);
    }
}
