package atoll.server.admin.wire;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.json.JsonTrouble;
import atoll.http.HttpRequest;
import atoll.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// How the admin API writes JSON and reads what it is sent.
public final class AdminJson {
    private static final int MOST_BODY_BYTES = 64 * 1024;
    private static final int MOST_LEVELS = 50;
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MOST_LEVELS)
                            .build())
                    .build())
            .build();

    private AdminJson() {}

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    public static byte[] bytes(JsonNode node) {
        return MAPPER.writeValueAsBytes(node);
    }

    public static HttpResponse answer(JsonNode node) {
        return answer(bytes(node));
    }

    public static HttpResponse answer(byte[] json) {
        return HttpResponse.json(200, json)
                .withHeader("Cache-Control", "no-store")
                .withHeader("X-Content-Type-Options", "nosniff");
    }

    public static @Nullable String time(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    public static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    /// The request's body as a JSON object; an empty body is an empty object.
    public static ObjectNode body(HttpRequest request) {
        return body(request, MOST_BODY_BYTES);
    }

    /// As above, for a request that may be larger.
    public static ObjectNode body(HttpRequest request, int mostBytes) {
        byte[] bytes = request.body(mostBytes);
        if (bytes.length == 0) {
            return object();
        }
        try {
            if (MAPPER.readTree(bytes) instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException e) {
            throw new AtollException(ErrorKind.INVALID, "the body is not JSON: " + JsonTrouble.text(e), e);
        }
        throw new AtollException(ErrorKind.INVALID, "the body must be a JSON object");
    }
}
