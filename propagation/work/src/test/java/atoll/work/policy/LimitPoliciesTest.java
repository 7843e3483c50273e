package atoll.work.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.work.policy.LimitPolicy.Concurrency;
import atoll.work.policy.LimitPolicy.Rate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LimitPoliciesTest {
    private static LimitTarget target(String type, String wiki, String section) {
        return LimitTarget.checked(type, wiki, section);
    }

    private static LimitPolicies of(LimitPolicy... policies) {
        return new LimitPolicies(1, List.of(policies));
    }

    private static LimitPolicy weight(LimitTarget target, double weight) {
        return LimitPolicy.of(target).withWeight(weight);
    }

    @Test
    void mostSpecificPolicyThatSaysSomethingWinsFieldByField() {
        LimitPolicies policies = of(
                weight(LimitTarget.ALL, 1),
                weight(target("t", "*", "*"), 2),
                weight(target("*", "*", "s"), 3),
                weight(target("t", "*", "s"), 4),
                weight(target("*", "w", "*"), 5),
                weight(target("t", "w", "*"), 6),
                LimitPolicy.of(target("t2", "w2", "*")).withPaused(true));
        assertThat(policies.weight("x", "x", "x")).isEqualTo(1);
        assertThat(policies.weight("t", "x", "x")).isEqualTo(2);
        assertThat(policies.weight("x", "x", "s")).isEqualTo(3);
        assertThat(policies.weight("t", "x", "s")).isEqualTo(4);
        assertThat(policies.weight("x", "w", "s")).isEqualTo(5);
        assertThat(policies.weight("t", "w", "s")).isEqualTo(6);
        assertThat(policies.weight("t2", "w2", "x"))
                .as("the narrower one says nothing about weight")
                .isEqualTo(1);
        assertThat(LimitPolicies.NONE.weight("t", "w", "s")).isNull();
    }

    @Test
    void oneWikiCanBeExceptedFromAPause() {
        LimitPolicy pause = LimitPolicy.of(target("t", "*", "*")).withPaused(true);
        LimitPolicy exception = LimitPolicy.of(target("t", "w", "*")).withPaused(false);
        LimitPolicies policies = of(pause, exception);
        assertThat(policies.pausing("t", "x", "s")).isEqualTo(pause);
        assertThat(policies.pausing("t", "w", "s")).isEqualTo(exception);
        assertThat(policies.pausing("x", "x", "s")).isNull();
        assertThat(policies.exceptedFrom(pause.target())).containsExactly(exception);
        assertThat(policies.exceptedFrom(target("other", "*", "*"))).isEmpty();
        assertThat(policies.exceptedFrom(exception.target())).isEmpty();
    }

    @Test
    void coveringPoliciesAreAllThatAreMeant() {
        LimitPolicy total = LimitPolicy.of(target("t", "*", "*")).withRate(Rate.of(5));
        LimitPolicy section = LimitPolicy.of(target("*", "*", "s")).withConcurrency(new Concurrency(1, 20));
        LimitPolicies policies = of(section, total);
        assertThat(policies.covering("t", "w", "s")).containsExactly(total, section);
        assertThat(policies.covering("t", "w", "other")).containsExactly(total);
        assertThat(policies.covering("u", "w", "other")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", " x", "a\nb", "\u0000"})
    void nameThatCannotBeOneIsRefused(String name) {
        assertThatThrownBy(() -> target(name, "*", "*")).hasMessageContaining("must be a name of 1 to 200");
        assertThatThrownBy(() -> target("*", name, "*")).hasMessageContaining("must be a name of 1 to 200");
        assertThatThrownBy(() -> target("*", "*", name)).hasMessageContaining("must be a name of 1 to 200");
    }

    @Test
    void targetsNameAWikiOrASectionAndNotTooLong() {
        assertThatThrownBy(() -> target("t", "w", "s")).hasMessageContaining("name one of them");
        assertThatThrownBy(() -> target("t".repeat(201), "*", "*")).hasMessageContaining("1 to 200");
    }

    @ParameterizedTest
    @CsvSource({"0,0", "0,5", "6,5", "-1,-1", "1,100001", "1,-2147483648"})
    void concurrencyOutsideItsBoundsIsRefused(int min, int max) {
        assertThatThrownBy(() -> new Concurrency(min, max)).hasMessageContaining("must be from 1 to");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY, 1e300, 1e-9})
    void rateThatIsNoneIsRefused(double perSecond) {
        assertThatThrownBy(() -> new Rate(perSecond, 1)).hasMessageContaining("rate per second is '" + perSecond);
        assertThatThrownBy(() -> new Rate(1, 0)).hasMessageContaining("burst");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.NEGATIVE_INFINITY, 1e9})
    void weightThatIsNoneIsRefused(double weight) {
        assertThatThrownBy(() -> weight(LimitTarget.ALL, weight)).hasMessageContaining("weight is '" + weight);
    }

    @Test
    void extremesThatAreAllowedAreTaken() {
        assertThatCode(() -> {
                    var _ = new Concurrency(Concurrency.MOST, Concurrency.MOST);
                    var _ = Rate.of(1_000_000);
                    var _ = Rate.of(0.0001);
                    weight(LimitTarget.ALL, 0.01);
                    weight(LimitTarget.ALL, 100);
                })
                .doesNotThrowAnyException();
        assertThat(Rate.of(0.5).burst()).isEqualTo(1);
    }
}
