package atoll.simulate.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.simulate.run.Report;
import atoll.testkit.seed.Seed;
import atoll.testkit.seed.Seeded;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class LedgerSimulationTest {
    private static final Map<String, Long> FAULTS = new HashMap<>();
    private static final Map<String, Long> EVENTS = new HashMap<>();
    private static int runs;

    @Seeded(runs = 200)
    void nothingIsLostRepeatedOrOutOfOrder(Seed seed) {
        Report report = new LedgerScenario(seed.value()).run();
        report.faults().forEach((fault, count) -> FAULTS.merge(fault, count, Long::sum));
        report.events().forEach((event, count) -> EVENTS.merge(event, count, Long::sum));
        runs++;
        assertThat(report.events().get("done")).isPositive();
    }

    @Test
    void equalSeedsGiveEqualRuns() {
        assertThat(new LedgerScenario(7).run()).isEqualTo(new LedgerScenario(7).run());
    }

    /// A fault that never struck proves nothing.
    @AfterAll
    static void everyFaultWasInjected() {
        if (runs >= 200) {
            assertThat(FAULTS)
                    .isNotEmpty()
                    .allSatisfy((fault, count) -> assertThat(count).as(fault).isPositive());
            // A history that is never outlived proves nothing about carrying.
            assertThat(EVENTS.get("carried")).isGreaterThan(100);
            assertThat(EVENTS.get("trimmed")).isGreaterThan(1000);
        }
    }
}
