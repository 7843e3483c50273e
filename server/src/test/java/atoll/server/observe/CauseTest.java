package atoll.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CauseTest {
    @Test
    void failuresThatDifferInNumbersAndIdsHaveOneCause() {
        String one = Cause.of(500, "Lock wait on db1042 for page 17, request 0b6ae1a4-7d8e-4d53-9e5b-7c8f2b1a0001");
        String other =
                Cause.of(500, "Lock wait on db2001 for page 918273, request f00dfeed-0000-4d53-9e5b-aaaaaaaaaa99");
        assertThat(one).isEqualTo(other).isEqualTo("500: Lock wait on db# for page #, request #");
    }

    @Test
    void theStatusIsPartOfTheCause() {
        assertThat(Cause.of(404, "gone")).isNotEqualTo(Cause.of(500, "gone"));
        assertThat(Cause.of(0, "connection refused")).isEqualTo("connection refused");
        assertThat(Cause.of(503, "")).isEqualTo("503");
        assertThat(Cause.of(0, " ")).isEqualTo("no reason was given");
    }

    @Test
    void wordsOfHexadecimalLettersStayWords() {
        assertThat(Cause.of(0, "deadbeef facade effaced")).isEqualTo("deadbeef facade effaced");
    }

    @Test
    void isOneShortLineWhateverItIsGiven() {
        String cause = Cause.of(500, "<script>\u0000alert(1)</script>\n" + "x".repeat(100_000));
        assertThat(cause)
                .startsWith("500: <script> alert(#)</script> xxx")
                .hasSizeLessThan(220)
                .doesNotContain("\n");
    }
}
