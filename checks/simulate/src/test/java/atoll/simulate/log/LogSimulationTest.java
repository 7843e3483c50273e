package atoll.simulate.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LogSimulationTest {

    @Test
    void keepsItsPromisesForTwoHundredSeeds() {
        Map<String, Integer> total = new TreeMap<>();
        for (long seed = 0; seed < 200; seed++) {
            LogScenario.run(seed).counts().forEach((what, count) -> total.merge(what, count, Integer::sum));
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
