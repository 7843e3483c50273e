package atoll.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class HttpRequestTest {

    private static HttpRequest request(String target, byte[] body) {
        return HttpRequest.of("POST", target, Map.of(), Headers.of("A", "1", "a", "2"), body);
    }

    @Test
    void decodesTheQuery() {
        Query query = request("/x?a=1&a=%C3%A9+b&hasty&=e&c=x%3Dy", new byte[0]).query();
        assertThat(query.all("a")).containsExactly("1", "é b");
        assertThat(query.has("hasty")).isTrue();
        assertThat(query.first("hasty")).isEmpty();
        assertThat(query.first("c")).isEqualTo("x=y");
        assertThat(query.first("d")).isNull();
        assertThatThrownBy(() -> request("/x?a=%z", new byte[0]).query().has("a"))
                .isInstanceOfSatisfying(
                        AtollException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.INVALID));
    }

    @Test
    void comparesHeaderNamesWithoutCase() {
        assertThat(request("/", new byte[0]).headers().first("a")).isEqualTo("1");
        assertThat(request("/", new byte[0]).headers().all("A")).containsExactly("1", "2");
    }

    @Test
    void givesWhatWasPeekedAtAgain() throws IOException {
        byte[] body = new byte[200_000];
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) (i * 31);
        }
        HttpRequest whole = request("/", body);
        assertThat(whole.peek(3)).containsExactly(0, 31, 62);
        assertThat(whole.peek(100_000)).hasSize(100_000);
        assertThat(whole.peek(2)).containsExactly(0, 31);
        assertThat(whole.body(200_000)).isEqualTo(body);
        HttpRequest streamed = request("/", body);
        assertThat(streamed.peek(100)).hasSize(100);
        assertThat(streamed.bodyStream(200_000).readAllBytes()).isEqualTo(body);
        assertThat(request("/", new byte[5]).peek(10)).hasSize(5);
    }

    @Test
    void refusesOneByteTooMany() {
        assertThat(request("/", new byte[10]).body(10)).hasSize(10);
        assertThatThrownBy(() -> request("/", new byte[11]).body(10))
                .isInstanceOfSatisfying(
                        AtollException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.TOO_LARGE));
    }
}
