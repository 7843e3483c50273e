package atoll.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.base.error.AtollException;
import atoll.http.client.HttpClientConfig;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class HttpConfigTest {

    @Test
    void hasDefaultsForTheServer() {
        assertThat(HttpServerConfig.DEFAULTS)
                .isEqualTo(new HttpServerConfig(
                        "127.0.0.1",
                        8080,
                        new HttpServerConfig.Limits(16_384, 4096, 1024, 1024),
                        new HttpServerConfig.Timeouts(
                                Duration.ofSeconds(60),
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(60),
                                Duration.ofSeconds(10)),
                        null));
    }

    @Test
    void hasDefaultsForTheClient() {
        assertThat(HttpClientConfig.DEFAULTS)
                .isEqualTo(new HttpClientConfig(
                        512,
                        1024,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(4),
                        Duration.ofMillis(500),
                        65_536,
                        4_194_304));
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThatThrownBy(() -> HttpServerConfig.DEFAULTS.withListen("a", 70_000))
                .isInstanceOf(AtollException.class)
                .hasMessage("http port is '70000': must be 0 to 65535");
        assertThatThrownBy(() -> new HttpServerConfig.Limits(16_384, 0, 1, 1)).isInstanceOf(AtollException.class);
        assertThatThrownBy(() -> new HttpServerConfig.Timeouts(
                        Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1)))
                .isInstanceOf(AtollException.class);
        Duration second = Duration.ofSeconds(1);
        assertThatThrownBy(() -> new HttpClientConfig(5, 4, second, second, second, 1, 1))
                .isInstanceOf(AtollException.class);
    }
}
