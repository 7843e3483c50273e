package atoll.console.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.base.error.AtollException;
import atoll.base.id.Randomness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {
    private static final int ROUNDS = 10_000;

    private final Randomness randomness = Randomness.seeded(1);

    @Test
    void matchesItsPasswordAlone() {
        PasswordHash hash = PasswordHash.parse(
                PasswordHash.of("päss word", ROUNDS, randomness).text());
        assertThat(hash.matches("päss word")).isTrue();
        assertThat(hash.matches("päss word ")).isFalse();
        assertThat(hash.matches("")).isFalse();
        assertThat(hash.matches("x".repeat(1_001))).isFalse();
    }

    /// The value was computed with Python's hashlib.pbkdf2_hmac.
    @Test
    void isPbkdf2AsOthersComputeIt() {
        String known = "pbkdf2-sha256$10000$MDEyMzQ1Njc4OWFiY2RlZg$TI2grtvV1HW5nz2rBY4tctlrmOj5bZs0dw9j8NHpRRc";
        assertThat(PasswordHash.parse(known).matches("correct horse")).isTrue();
    }

    @Test
    void saltsEachPasswordAnew() {
        String one = PasswordHash.of("same", ROUNDS, randomness).text();
        assertThat(one).isNotEqualTo(PasswordHash.of("same", ROUNDS, randomness).text());
    }

    @Test
    void printsNothingOfItself() {
        assertThat(PasswordHash.of("secret", ROUNDS, randomness)).hasToString("PasswordHash[***]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret",
                "pbkdf2-sha256$9999$MDEyMzQ1Njc4OWFiY2RlZg$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "pbkdf2-sha256$99999999999$MDEyMzQ1Njc4OWFiY2RlZg$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "pbkdf2-sha256$10000$MDEy$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "pbkdf2-sha1$10000$MDEyMzQ1Njc4OWFiY2RlZg$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            })
    void refusesWhatIsNoHashWithoutRepeatingIt(String text) {
        assertThatThrownBy(() -> PasswordHash.parse(text))
                .isInstanceOf(AtollException.class)
                .hasMessageContaining("atoll console password")
                .hasMessageNotContaining("secret");
    }
}
