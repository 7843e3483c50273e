package atoll.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerExcerptTest {
    @Test
    void headersKeepTheirOrderAndHaveNamesInLowerCase() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-Served-By", "mw1");
        headers.put("Content-Type", "text/html");
        headers.put("Age", "0");
        assertThat(new AnswerExcerpt(headers, "").headers().keySet())
                .containsExactly("x-served-by", "content-type", "age");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Set-Cookie",
                "set-cookie2",
                "Authorization",
                "Proxy-Authorization",
                "WWW-Authenticate",
                "Authentication-Info",
                "X-Csrf-Nonce",
                "X-API-Key",
                "X-Access-Token",
                "X-Session-Id",
                "X-Client-Secret"
            })
    void headersThatCarrySecretsAreLeftOut(String name) {
        assertThat(new AnswerExcerpt(Map.of(name, "s3cret", "x-other", "shown"), "").headers())
                .containsExactly(Map.entry("x-other", "shown"));
    }

    @Test
    void allOfItIsBounded() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("n".repeat(5000), "v");
        for (int i = 0; i < 1000; i++) {
            headers.put("x-" + i, "v".repeat(5000));
        }
        AnswerExcerpt excerpt = new AnswerExcerpt(headers, "b".repeat(1_000_000));
        assertThat(excerpt.headers())
                .hasSize(AnswerExcerpt.MOST_HEADERS)
                .containsKey("x-0")
                .allSatisfy((_, value) -> assertThat(value).hasSize(AnswerExcerpt.LONGEST_VALUE));
        assertThat(excerpt.body()).hasSize(AnswerExcerpt.LONGEST_BODY);
    }

    @Test
    void noCharacterIsCutInHalf() {
        String body = "a" + "\uD83E\uDD88".repeat(AnswerExcerpt.LONGEST_BODY);
        assertThat(new AnswerExcerpt(Map.of(), body).body())
                .hasSize(AnswerExcerpt.LONGEST_BODY - 1)
                .endsWith("\uD83E\uDD88");
    }

    @Test
    void everyTextOfItCanBeEdited() {
        assertThat(new AnswerExcerpt(Map.of("location", "/user/Ann"), "Ann!").with(text -> text.replace("Ann", "X")))
                .isEqualTo(new AnswerExcerpt(Map.of("location", "/user/X"), "X!"));
    }
}
