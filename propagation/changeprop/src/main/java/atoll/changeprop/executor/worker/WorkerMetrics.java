package atoll.changeprop.executor.worker;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/// What one pool of workers does, in numbers.
final class WorkerMetrics {
    private final MeterRegistry registry;
    private final String wiki;
    private final Counter started;
    private final Counter startFailed;
    private final Counter lost;
    private final Counter refused;
    private final Map<Worker.Retirement, Counter> retired = new EnumMap<>(Worker.Retirement.class);

    WorkerMetrics(MeterRegistry registry, String wiki) {
        this.registry = registry;
        this.wiki = wiki;
        started = counter("atoll.worker.start", "worker processes that were started and greeted");
        startFailed =
                counter("atoll.worker.start.failure", "worker processes that could not be started or did not greet");
        lost = counter("atoll.worker.loss", "worker processes that died, hung or broke the protocol during a job");
        refused = counter("atoll.worker.refusal", "jobs handed back uncharged because no worker could take them");
        for (Worker.Retirement why : Worker.Retirement.values()) {
            retired.put(
                    why,
                    Counter.builder("atoll.worker.retirement")
                            .description("worker processes that were replaced although they did nothing wrong")
                            .tag("wiki", wiki)
                            .tag("reason", why.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
    }

    void showProcesses(Supplier<Number> live) {
        Gauge.builder("atoll.worker.process", live)
                .description("worker processes at present")
                .tag("wiki", wiki)
                .register(registry);
    }

    void started() {
        started.increment();
    }

    void startFailed() {
        startFailed.increment();
    }

    void lost() {
        lost.increment();
    }

    void refused() {
        refused.increment();
    }

    void retired(Worker.Retirement why) {
        Counter counter = retired.get(why);
        if (counter != null) {
            counter.increment();
        }
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).tag("wiki", wiki).register(registry);
    }
}
