package atoll.changeprop.reload;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/// Every meter of the reload.
final class ReloadMetrics {
    private final Counter replaced;
    private final Counter unchanged;
    private final Counter refused;

    ReloadMetrics(MeterRegistry registry, RulesInForce rules) {
        replaced = reload(registry, "replaced");
        unchanged = reload(registry, "unchanged");
        refused = reload(registry, "refused");
        Gauge.builder(
                        "atoll.rules.inforce",
                        rules,
                        of -> of.status().rules().rules().size())
                .description("Rules in force")
                .register(registry);
        Gauge.builder("atoll.rules.refused", rules, of -> of.status().refused().size())
                .description("Problems of rule files that are not in force because of them; 0 if there are none")
                .register(registry);
    }

    void ended(Reload reload) {
        switch (reload) {
            case Reload.Replaced _ -> replaced.increment();
            case Reload.Unchanged _ -> unchanged.increment();
            case Reload.Refused _ -> refused.increment();
        }
    }

    private static Counter reload(MeterRegistry registry, String result) {
        return Counter.builder("atoll.rules.reload")
                .description("Times the rule files were read again, by what came of it")
                .tag("result", result)
                .register(registry);
    }
}
