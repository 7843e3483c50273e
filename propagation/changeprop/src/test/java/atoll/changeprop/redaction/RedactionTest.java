package atoll.changeprop.redaction;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.base.error.AtollException;
import atoll.work.AnswerExcerpt;
import atoll.work.Attempt;
import atoll.work.Delivery;
import atoll.work.DeliveryId;
import atoll.work.Outcome;
import atoll.work.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
    private static final String EVENT =
            "{\"params\":{\"ip\":\"2001:db8::1\",\"n\":7},\"performer\":{\"user_text\":\"Zo\\u00eb A\"}}";

    private final Redaction redaction = Redaction.of(List.of("params.ip", "performer.user_text"));

    @Test
    void onlyTheNamedFieldsAreMasked() {
        assertThat(masked(redaction, EVENT))
                .isEqualTo("{\"params\":{\"ip\":\"[redacted]\",\"n\":7},\"performer\":{\"user_text\":\"[redacted]\"}}");
    }

    @Test
    void anEventWithoutSuchFieldsKeepsItsBytes() {
        byte[] event = "{ \"params\": {\"ip\":null}, \"big\":123456789012345678901234567890 }".getBytes(UTF_8);
        assertThat(redaction.event(event)).isSameAs(event);
        assertThat(Redaction.NONE.event(new byte[] {1})).containsExactly(1);
    }

    @Test
    void listsAreWalkedThroughAStarIsAnyMemberAndWholePartsGo() {
        Redaction wide = Redaction.of(List.of("rows.ip", "pages.*.by", "performer"));
        assertThat(
                        masked(
                                wide,
                                "{\"rows\":[{\"ip\":1},{\"ip\":\"x\",\"k\":2}],\"pages\":{\"1\":{\"by\":\"a\"},\"2\":{\"by\":[\"b\"]}},\"performer\":{}}"))
                .isEqualTo(
                        "{\"rows\":[{\"ip\":\"[redacted]\"},{\"ip\":\"[redacted]\",\"k\":2}],\"pages\":{\"1\":{\"by\":\"[redacted]\"},"
                                + "\"2\":{\"by\":\"[redacted]\"}},\"performer\":\"[redacted]\"}");
    }

    @Test
    void theEventInsideAnEventAboutAFailureIsMaskedToo() {
        assertThat(masked(redaction, "{\"original_event\":" + EVENT + "}"))
                .doesNotContain("2001")
                .contains("\"n\":7");
        String raw = EVENT.replace("\\", "\\\\").replace("\"", "\\\"");
        assertThat(masked(redaction, "{\"raw_event\":\"" + raw + "\"}"))
                .doesNotContain("2001")
                .doesNotContain("Zo")
                .contains("\\\"n\\\":7");
        assertThat(masked(redaction, "{\"raw_event\":\"{cut off: 2001:db8::1\"}"))
                .isEqualTo("{\"raw_event\":\"[redacted]\"}");
    }

    @Test
    void aTextAboutAnEventDoesNotRepeatItsValues() {
        assertThat(text("status 500: no block for 2001:db8::1 by Zo\u00eb A (n is 7)"))
                .isEqualTo("status 500: no block for [redacted] by [redacted] (n is 7)");
        assertThat(text("'http://h/2001%3Adb8%3A%3A1?u=Zo%C3%AB%20A'")).isEqualTo("'http://h/[redacted]?u=[redacted]'");
        assertThat(text("the answer was cut: 2001:db8\u2026")).isEqualTo("the answer was cut: [redacted]");
        assertThat(text("the answer was cut: 2001:d")).isEqualTo("the answer was cut: [redacted]");
        assertThat(text("done")).isEqualTo("done");
    }

    @Test
    void aTextAboutAnEventThatCannotBeReadSaysNothing() {
        assertThat(redaction.text("something", "{".getBytes(UTF_8))).isEqualTo("[redacted]");
        assertThat(Redaction.NONE.text("something", "{".getBytes(UTF_8))).isEqualTo("something");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.", ".a", "a..b", "a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q"})
    void whatIsNoPathIsRefusedWithItsName(String path) {
        assertThatThrownBy(() -> Redaction.of(List.of(path)))
                .isInstanceOf(AtollException.class)
                .hasMessageStartingWith("admin.redact has '" + path + "'");
    }

    @Test
    void anOutcomeIsTheSameApartFromWhatItSays() throws InterruptedException {
        String said = "for 2001:db8::1";
        for (Outcome outcome : List.of(
                new Outcome.Done(200, said),
                new Outcome.Ignored(412, said),
                new Outcome.Failed(503, said),
                new Outcome.Rejected(400, said),
                new Outcome.Postponed(429, said, Outcome.Scope.LANE, Duration.ofSeconds(7)))) {
            Outcome seen = new RedactingExecutor(_ -> outcome, redaction).execute(attempt());
            assertThat(seen.detail()).isEqualTo("for [redacted]");
            assertThat(seen.label()).isEqualTo(outcome.label());
            assertThat(seen.status()).isEqualTo(outcome.status());
            if (seen instanceof Outcome.Postponed later) {
                assertThat(later.retryAfter()).hasSeconds(7);
            }
        }
    }

    @Test
    void whatOthersSeeOfAnAnswerDoesNotRepeatTheEventsValuesEither() throws InterruptedException {
        AnswerExcerpt answer = new AnswerExcerpt(
                Map.of("location", "/user/2001%3Adb8%3A%3A1", "age", "0"), "no block for 2001:db8::1");
        Outcome seen =
                new RedactingExecutor(_ -> new Outcome.Rejected(301, "moved", answer), redaction).execute(attempt());
        assertThat(seen.answer())
                .isEqualTo(new AnswerExcerpt(
                        Map.of("location", "/user/[redacted]", "age", "0"), "no block for [redacted]"));
    }

    private static Attempt attempt() {
        Delivery delivery = new Delivery(
                "r", "t", "w", "e", null, Instant.EPOCH, false, Instant.EPOCH, null, null, null, new Source("t", 0, 0));
        return new Attempt(new DeliveryId(0, 0), delivery, 1, Instant.EPOCH, EVENT.getBytes(UTF_8));
    }

    private String text(String text) {
        return redaction.text(text, EVENT.getBytes(UTF_8));
    }

    private static String masked(Redaction redaction, String event) {
        return new String(redaction.event(event.getBytes(UTF_8)), UTF_8);
    }
}
