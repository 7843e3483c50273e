package atoll.testkit.seed;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.id.Randomness;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

class SeededRunsTest {
    private static final List<Long> SEEN = new ArrayList<>();

    @Seeded(runs = 5)
    void injectsValuesOfOneSeed(Seed seed, Draw draw, Randomness randomness) {
        SEEN.add(seed.value());
        assertThat(draw.bytes(20)).isEqualTo(new Draw(randomness).bytes(20));
    }

    @AfterAll
    static void ranEverySeed() {
        if (SEEN.size() > 1) { // else one seed was asked for on the command line
            assertThat(SEEN.subList(0, 2)).containsExactly(1L, 2L);
        }
    }

    @Test
    void replaysOneSeedOrRunsAsManyAsAsked() {
        assertThat(SeededRuns.seeds(Optional.empty(), Optional.empty(), 3)).containsExactly(1L, 2L, 3L);
        assertThat(SeededRuns.seeds(Optional.empty(), Optional.of(2L), 3)).containsExactly(1L, 2L);
        assertThat(SeededRuns.seeds(Optional.of(77L), Optional.of(2L), 3)).containsExactly(77L);
    }

    @Test
    void explainsAFailureWithItsSeedAndHowToRepeatIt() throws NoSuchMethodException {
        Method test = SeededRunsTest.class.getDeclaredMethod("explainsAFailureWithItsSeedAndHowToRepeatIt");
        AssertionError cause = new AssertionError("expected 3 but was 4");
        assertThat(SeededRuns.explained(test, new Seed(42), cause))
                .isInstanceOf(AssertionError.class)
                .hasCause(cause)
                .hasMessageContaining("seed 42: expected 3 but was 4")
                .hasMessageContaining("./mvnw")
                .hasMessageContaining(
                        "-Dtest=SeededRunsTest#explainsAFailureWithItsSeedAndHowToRepeatIt -Datoll.seed=42");
        TestAbortedException aborted = new TestAbortedException("assumption");
        assertThat(SeededRuns.explained(test, new Seed(42), aborted)).isSameAs(aborted);
    }
}
