package atoll.simulate.log;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.simulate.run.Report;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LogSimulationTest {

    @Test
    void keepsItsPromisesForTwoHundredSeeds() {
        Map<String, Long> total = new TreeMap<>();
        for (long seed = 0; seed < 200; seed++) {
            Report report = LogScenario.run(seed);
            report.faults().forEach((what, count) -> total.merge(what, count, Long::sum));
            report.events().forEach((what, count) -> total.merge(what, count, Long::sum));
        }
        assertThat(total)
                .containsKeys(
                        "acknowledged",
                        "crash",
                        "disk full",
                        "failed sync",
                        "failed write",
                        "fenced",
                        "healed",
                        "interrupted recovery",
                        "killed process",
                        "power loss",
                        "refused");
    }

    @Test
    void theSameSeedDoesTheSame() {
        assertThat(LogScenario.run(11)).isEqualTo(LogScenario.run(11));
    }
}
