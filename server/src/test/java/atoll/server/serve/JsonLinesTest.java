package atoll.server.serve;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.json.Json;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;
import tools.jackson.databind.JsonNode;

class JsonLinesTest {
    private final LoggingEvent event = new LoggingEvent(
            "test",
            new LoggerContext().getLogger("atoll.log.Committer"),
            Level.WARN,
            "retention postponed",
            new IOException("no space"),
            new Object[0]);

    @Test
    void aLogLineIsOneObjectOnOneLine() {
        event.setInstant(Instant.parse("2026-01-02T03:04:05.678Z"));
        event.setKeyValuePairs(List.of(
                new KeyValuePair("topic", "a\n\"b\""),
                new KeyValuePair("offset", 12L),
                new KeyValuePair("none", null)));

        String line = new String(new JsonLines().encode(event), StandardCharsets.UTF_8);

        assertThat(line).endsWith("}\n");
        assertThat(line.strip()).doesNotContain("\n");
        JsonNode json = Json.readTree(line.getBytes(StandardCharsets.UTF_8));
        assertThat(json.path("at").asString()).isEqualTo("2026-01-02T03:04:05.678Z");
        assertThat(json.path("level").asString()).isEqualTo("WARN");
        assertThat(json.path("logger").asString()).isEqualTo("atoll.log.Committer");
        assertThat(json.path("message").asString()).isEqualTo("retention postponed");
        assertThat(json.path("fields").path("topic").asString()).isEqualTo("a\n\"b\"");
        assertThat(json.path("fields").path("offset").asLong()).isEqualTo(12);
        assertThat(json.path("error").asString()).contains("IOException: no space");
    }
}
