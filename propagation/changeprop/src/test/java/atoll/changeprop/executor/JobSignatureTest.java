package atoll.changeprop.executor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.base.error.AtollException;
import atoll.changeprop.executor.Captures.Case;
import atoll.changeprop.executor.JobSignature.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobSignatureTest {
    private static final byte[] KEY = "0123456789abcdef".repeat(4).getBytes(UTF_8);

    @Test
    void verifiesEveryRecordedJobEvent() {
        List<String> events = Captures.jobEvents();
        assertThat(events).hasSize(815);
        assertThat(events)
                .allSatisfy(event -> assertThat(JobSignature.verify(event.getBytes(UTF_8), KEY))
                        .isEqualTo(Verdict.VALID));
    }

    @Test
    void signsEveryRecordedJobEventAsMediaWikiDid() {
        assertThat(Captures.jobEvents())
                .allSatisfy(event -> assertThat(new String(JobSignature.sign(event.getBytes(UTF_8), KEY), UTF_8))
                        .isEqualTo(event));
    }

    /// MediaWiki's answer to each recorded request says whether the signature held.
    @ParameterizedTest
    @MethodSource("signedCases")
    void agreesWithMediaWikiAboutEachRecordedCase(Case recorded) {
        Verdict verdict = JobSignature.verify(recorded.requestBody().getBytes(UTF_8), KEY);
        if (recorded.answer().contains("Missing mediawiki signature")) {
            assertThat(verdict).isEqualTo(Verdict.MISSING);
        } else if (recorded.answer().contains("Invalid mediawiki signature")) {
            assertThat(verdict).isEqualTo(Verdict.INVALID);
        } else {
            assertThat(verdict).isEqualTo(Verdict.VALID);
        }
    }

    static List<Case> signedCases() {
        return Captures.cases().stream()
                .filter(recorded -> recorded.method().equals("POST"))
                .filter(recorded -> !recorded.requestBody().endsWith("(cut)"))
                .filter(recorded -> recorded.status() != 415)
                .filter(recorded -> !recorded.answer().contains("missing_params"))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "[{}]", "{", "{}x", "5", "{\"a\":\"\\ud800\"}", "{\"a\":1e999}", "{\"a\":NaN}"})
    void whatPhpCannotReadIsNeverValid(String event) {
        assertThat(JobSignature.verify(event.getBytes(UTF_8), KEY)).isIn(Verdict.UNREADABLE, Verdict.MISSING);
    }

    @Test
    void invalidUtf8AndTooDeepNestingAreUnreadable() {
        byte[] invalid = {'{', '"', 'a', '"', ':', '"', (byte) 0xC3, '"', '}'};
        assertThat(JobSignature.verify(invalid, KEY)).isEqualTo(Verdict.UNREADABLE);
        String deep = "{\"a\":" + "[".repeat(1_000) + "]".repeat(1_000) + "}";
        assertThat(JobSignature.verify(deep.getBytes(UTF_8), KEY)).isEqualTo(Verdict.UNREADABLE);
    }

    @Test
    void anOtherKeyDoesNotVerify() {
        byte[] signed = JobSignature.sign("{\"a\":1}".getBytes(UTF_8), KEY);
        assertThat(JobSignature.verify(signed, KEY)).isEqualTo(Verdict.VALID);
        assertThat(JobSignature.verify(signed, "other".getBytes(UTF_8))).isEqualTo(Verdict.INVALID);
    }

    @Test
    void anEmptyKeyIsRefused() {
        assertThatThrownBy(() -> JobSignature.sign("{}".getBytes(UTF_8), new byte[0]))
                .isInstanceOf(AtollException.class)
                .hasMessageContaining("$wgSecretKey");
    }
}
