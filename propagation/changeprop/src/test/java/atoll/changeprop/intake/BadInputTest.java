package atoll.changeprop.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class BadInputTest {
    private final IntakeFixture fixture = new IntakeFixture();

    private void assertRefused(byte[] body, int status, String reasonTag, String message) {
        IntakeAnswer answer = fixture.post(body, Map.of(), null, IntakeFixture.LOOPBACK);
        assertThat(answer.status()).as(answer.reason()).isEqualTo(status);
        assertThat(answer.reason()).contains(message).doesNotContain("\n");
        JsonNode report = IntakeFixture.json(answer);
        assertThat(report.path("invalid")
                        .path(0)
                        .path("context")
                        .path("message")
                        .asString())
                .contains(message);
        assertThat(report.path("error").isArray()).isTrue();
        assertThat(fixture.counter("atoll.intake.refusal", "reason", reasonTag)).isOne();
        assertThat(fixture.log.batches()).isEmpty();
    }

    private void assertRefused(String body, String reasonTag, String message) {
        assertRefused(body.getBytes(StandardCharsets.UTF_8), 400, reasonTag, message);
    }

    @Test
    void emptyBody() {
        assertRefused("", "empty", "body is empty");
    }

    @Test
    void onlyWhiteSpaceOrNoEvents() {
        assertRefused(" \n", "empty", "no event");
        assertThat(fixture.post("[]").status()).isEqualTo(400);
    }

    @Test
    void notJson() {
        assertRefused("stream=a&b=c", "not_json", "body is not JSON at byte");
    }

    @Test
    void arrayThatBreaksOffStoresNothing() {
        assertRefused("[" + IntakeFixture.job() + ",", "not_json", "body is not JSON at byte");
    }

    @Test
    void somethingAfterTheEnd() {
        assertRefused("[" + IntakeFixture.job() + "] x", "not_json", "body");
    }

    @Test
    void aSingleValue() {
        assertRefused("42", "not_json", "single value");
    }

    @Test
    void anEventWithAMillionKeysIsRefusedInAtollsWords() {
        StringBuilder event = new StringBuilder("{\"k\":0");
        for (int i = 0; i < 1_000_000; i++) {
            event.append(",\"").append(Integer.toString(i, 36)).append("\":0");
        }
        IntakeAnswer answer = fixture.post(event.append('}').toString());
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.reason())
                .isEqualTo("body exceeds a limit: Token count (1500001) exceeds the maximum allowed (1500000)");
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).doesNotContain("Constraints");
    }

    @Test
    void nestedAThousandDeep() {
        assertRefused("[{\"a\":" + "[".repeat(1_000) + "]".repeat(1_000) + "}]", "limit", "depth");
    }

    @Test
    void oneByteTooMany() {
        int most = IntakeLimits.DEFAULTS.bodyBytes();
        byte[] body = ("{\"a\":\"" + "x".repeat(most) + "\"}").getBytes(StandardCharsets.US_ASCII);
        assertRefused(body, 413, "too_large", "must have at most 10485760");
    }

    @Test
    void aMillionKeys() {
        StringBuilder body = new StringBuilder("{");
        for (int i = 0; i < 1_000_000; i++) {
            body.append(i == 0 ? "\"" : ",\"").append(Integer.toString(i, 36)).append("\":1");
        }
        assertRefused(body.append('}').toString(), "limit", "1500000");
    }

    @Test
    void manyThousandKeysThatCollide() {
        StringBuilder body = new StringBuilder("{\"a\":{");
        for (int i = 0; i < 1 << 14; i++) {
            body.append(i == 0 ? "\"" : ",\"");
            for (int bit = 0; bit < 14; bit++) {
                body.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            body.append("\":1");
        }
        IntakeAnswer answer = fixture.post(body.append("}}").toString());
        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    void longNumber() {
        assertRefused("[{\"a\":" + "1".repeat(2_000) + "}]", "limit", "limit");
    }

    @Test
    void tooManyEvents() {
        assertRefused("[" + "1,".repeat(50_000) + "1]", "limit", "more than 50000 events");
    }

    @Test
    void byteThatIsNotUtf8() {
        assertRefused(new byte[] {'{', '"', (byte) 0xFF, '"', ':', '1', '}'}, 400, "not_utf8", "not UTF-8 at byte 2");
    }

    @Test
    void surrogateWrittenAsUtf8() {
        assertRefused(
                new byte[] {'{', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', ':', '1', '}'},
                400,
                "not_utf8",
                "not UTF-8");
    }

    @Test
    void otherEncodings() {
        assertRefused("[1]".getBytes(StandardCharsets.UTF_16LE), 400, "not_utf8", "zero byte");
        assertThat(fixture.post("\uFEFF" + IntakeFixture.job()).reason()).contains("byte order mark");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    17                                                                  | no JSON object
                    "text"                                                              | no JSON object
                    null                                                                | no JSON object
                    {}                                                                  | meta.stream is missing
                    {"meta":7}                                                          | meta is no object
                    {"meta":{"stream":7}}                                               | meta.stream is missing
                    {"meta":{"stream":""}}                                              | meta.stream is ''
                    {"meta":{"stream":"../etc"}}                                        | meta.stream is '../etc'
                    {"meta":{"stream":"\\ud800"}}                                       | meta.stream is '
                    {"meta":{"stream":"a"}}                                             | $schema is missing
                    {"$schema":7,"meta":{"stream":"a"}}                                 | $schema is missing
                    {"$schema":"http://x/error/2.1.0","meta":{"stream":"a"}}            | must be relative
                    {"$schema":"//x/error/2.1.0","meta":{"stream":"a"}}                 | must be relative
                    {"$schema":"/../a/1.0.0","meta":{"stream":"a"}}                     | must be relative
                    {"$schema":"/resource_change/1.0.0","meta":{"stream":"a","id":"x"}} | '/meta/id'
                    {"$schema":"/resource_change/1.0.0","meta":{"stream":"a"},"tags":1} | '/tags'
                    {"$schema":"/resource_change/1.0.0","meta":{"stream":"a","dt":"now"}} | '/meta/dt'
                    """)
    void invalidEventIsNamedAndKept(String event, String message) {
        IntakeAnswer answer = fixture.post("[" + event + "]");
        assertThat(answer.status()).isEqualTo(400);
        JsonNode report = IntakeFixture.json(answer);
        assertThat(report.path("invalid")
                        .path(0)
                        .path("context")
                        .path("message")
                        .asString())
                .contains(message);
        assertThat(report.path("invalid").path(0).path("status").asString()).isEqualTo("invalid");
        assertThat(report.path("invalid").path(0).path("event")).isEqualTo(IntakeFixture.JSON.readTree(event));
        assertThat(fixture.counter("atoll.intake.event", "result", "invalid", "class", "ordinary"))
                .isOne();
        var errors = fixture.log.records("dc1." + ErrorEvents.STREAM);
        assertThat(errors).hasSize(1);
        JsonNode error = IntakeFixture.JSON.readTree(errors.getFirst().value());
        assertThat(error.path("raw_event").asString()).isEqualTo(event);
        assertThat(error.path("message").asString()).contains(message);
    }

    @Test
    void duplicateKeysAreAcceptedAndTheLastCounts() {
        String event = IntakeFixture.change("a").replace("\"tags\":", "\"tags\":7,\"tags\":");
        assertThat(fixture.post(event).status()).isEqualTo(201);
        assertThat(new String(fixture.log.records("dc1.a").getFirst().value(), StandardCharsets.UTF_8))
                .isEqualTo(event);
    }
}
