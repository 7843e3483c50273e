package atoll.server.find;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;

/// Every meter of finding.
final class FindMetrics {
    private final AtomicLong behind = new AtomicLong();
    private final AtomicLong records = new AtomicLong();
    private final Counter read;

    FindMetrics(MeterRegistry registry) {
        Gauge.builder("atoll.find.behind", behind, AtomicLong::get)
                .description("Records of event topics that cannot be found yet")
                .register(registry);
        Gauge.builder("atoll.find.records", records, AtomicLong::get)
                .description("Records that can be found")
                .register(registry);
        read = Counter.builder("atoll.find.read")
                .description("Records of event topics that were read to be found")
                .register(registry);
    }

    void present(long nowBehind, long nowRecords) {
        behind.set(nowBehind);
        records.set(nowRecords);
    }

    void read(long count) {
        read.increment((double) count);
    }

    long behind() {
        return behind.get();
    }
}
