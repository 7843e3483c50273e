package atoll.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.http.Headers;
import atoll.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdminAccessTest {
    private final AdminAccess withToken = AdminAccess.withToken("s3cret");

    /// Headers are written `Name=value`, with `;;` between.
    @ParameterizedTest(name = "{0} from {1} with [{2}] gives {3}")
    @CsvSource(
            delimiter = '|',
            value = {
                // this machine
                "GET  | 127.0.0.1        | Host=127.0.0.1:8080 | 0",
                "GET  | 127.0.0.1        | Host=localhost:8080 | 0",
                "GET  | 127.8.0.1        | Host=wiki.localhost | 0",
                "GET  | ::1              | Host=[::1]:8080 | 0",
                "GET  | 0:0:0:0:0:0:0:1  | Host=localhost | 0",
                "GET  | ::ffff:127.0.0.1 | Host=localhost | 0",
                // a name somebody bent to this machine, and proxies on it
                "GET  | 127.0.0.1        | Host=evil.example:8080 | 401",
                "GET  | 127.0.0.1        | Host=127.0.0.1.evil.example | 401",
                "GET  | 127.0.0.1        | Host=localhost;;X-Forwarded-For=203.0.113.9 | 401",
                "GET  | 127.0.0.1        | Host=localhost;;Forwarded=for=203.0.113.9 | 401",
                "GET  | 127.0.0.1        | Host=localhost;;Via=1.1 edge | 401",
                // other machines
                "GET  | 10.0.0.7         | Host=localhost | 401",
                "GET  | not an address   | Host=localhost | 401",
                "GET  | 10.0.0.7         | Host=atoll;;Authorization=Bearer s3cret | 0",
                "GET  | 10.0.0.7         | Host=atoll;;Authorization=bearer s3cret | 0",
                "GET  | 10.0.0.7         | Host=atoll;;Authorization=Bearer s3cre | 401",
                "GET  | 10.0.0.7         | Host=atoll;;Authorization=Bearer s3cret2 | 401",
                "GET  | 10.0.0.7         | Host=atoll;;Authorization=Bearer | 401",
                "GET  | 10.0.0.7         | Host=atoll;;Authorization=Basic s3cret | 401",
                "POST | 10.0.0.7         | Host=atoll;;Content-Type=application/json | 401",
                "POST | 10.0.0.7         | Host=atoll;;Content-Type=application/json;;Authorization=Bearer s3cret | 0",
                "POST | 10.0.0.7         | Host=atoll;;Authorization=Bearer s3cret | 415",
                // pages of other sites
                "POST | 127.0.0.1        | Host=localhost:80;;Content-Type=application/json | 0",
                "POST | 127.0.0.1        | Host=localhost:80;;Content-Type=application/json; charset=utf-8 | 0",
                "POST | 127.0.0.1        | Host=localhost:80;;Content-Type=text/plain | 415",
                "POST | 127.0.0.1        | Host=localhost:80;;Content-Type=application/x-www-form-urlencoded | 415",
                "POST | 127.0.0.1        | Host=localhost:80 | 415",
                "POST | 127.0.0.1        | Host=localhost:80;;Content-Type=application/json;;Origin=http://localhost:80 | 0",
                "POST | 127.0.0.1        | Host=localhost:80;;Content-Type=application/json;;Origin=http://localhost:81 | 403",
                "POST | 127.0.0.1        | Host=localhost:80;;Content-Type=application/json;;Origin=https://evil.example | 403",
                "POST | 127.0.0.1        | Host=localhost:80;;Content-Type=application/json;;Origin=null | 403",
                "POST | 127.0.0.1        | Host=localhost:80;;Content-Type=application/json;;Sec-Fetch-Site=cross-site | 403",
                "POST | 127.0.0.1        | Host=localhost:80;;Content-Type=application/json;;Sec-Fetch-Site=same-site | 403",
                "POST | 127.0.0.1        | Host=localhost:80;;Content-Type=application/json;;Sec-Fetch-Site=same-origin | 0",
                "GET  | 127.0.0.1        | Host=localhost:80;;Sec-Fetch-Site=cross-site | 403",
                "GET  | 127.0.0.1        | Host=localhost:80;;Sec-Fetch-Site=none | 0",
            })
    void allowsThisMachineAndTheTokenAndNoForeignPages(String method, String remote, String headers, int status) {
        assertThat(status(withToken, method, remote, headers)).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"Bearer s3cret", "Bearer null", "Bearer"})
    void takesNoTokenWhereNoneIsConfigured(String authorization) {
        String headers = "Host=atoll;;Authorization=" + authorization;
        assertThat(status(AdminAccess.loopbackOnly(), "GET", "10.0.0.7", headers))
                .isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource("s3cret")
    void neverPrintsTheToken(String token) {
        HttpResponse refusal = Objects.requireNonNull(
                withToken.refusal("GET", "10.0.0.7", Headers.of("Authorization", "Bearer wrong")));
        assertThat(withToken.toString()).doesNotContain(token);
        assertThat(new String(refusal.body(), StandardCharsets.UTF_8))
                .doesNotContain(token)
                .doesNotContain("wrong");
    }

    private static int status(AdminAccess access, String method, String remote, String headers) {
        List<Headers.Field> fields = new ArrayList<>();
        for (String field : headers.split(";;")) {
            String[] nameAndValue = field.split("=", 2);
            fields.add(new Headers.Field(nameAndValue[0], nameAndValue[1]));
        }
        @Nullable HttpResponse refusal = access.refusal(method, remote, new Headers(fields));
        return refusal == null ? 0 : refusal.status();
    }
}
