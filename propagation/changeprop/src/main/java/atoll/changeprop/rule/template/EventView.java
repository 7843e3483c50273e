package atoll.changeprop.rule.template;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/// An event as rules see it: the producer's bytes, its fields with what the intake filled in (`meta.id`, `meta.dt`),
/// and
/// what a match captured. Fields are read only when they are asked for. Not thread-safe.
public final class EventView {
    static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final byte[] bytes;
    private final String id;
    private final Instant received;
    private final JsonNode captures;
    private @Nullable JsonNode fields;

    /// @param id shown as `meta.id` if the event has none
    /// @param received shown as `meta.dt` if the event has none
    public EventView(byte[] bytes, String id, Instant received) {
        this(bytes, id, received, JsonNodeFactory.instance.objectNode(), null);
    }

    private EventView(byte[] bytes, String id, Instant received, JsonNode captures, @Nullable JsonNode fields) {
        this.bytes = bytes;
        this.id = id;
        this.received = received;
        this.captures = captures;
        this.fields = fields;
    }

    /// The same event with what a match captured, which templates call `match`.
    public EventView with(JsonNode found) {
        return new EventView(bytes, id, received, found, fields);
    }

    /// The producer's bytes.
    public byte[] bytes() {
        return bytes;
    }

    /// The event's fields; a missing node if the bytes are not JSON.
    public JsonNode fields() {
        JsonNode known = fields;
        if (known == null) {
            known = read();
            fields = known;
        }
        return known;
    }

    JsonNode captures() {
        return captures;
    }

    String id() {
        return id;
    }

    Instant received() {
        return received;
    }

    private JsonNode read() {
        JsonNode root;
        try {
            root = JSON.readTree(bytes);
        } catch (JacksonException e) {
            return MissingNode.getInstance();
        }
        if (root instanceof ObjectNode event && event.path("meta") instanceof ObjectNode meta) {
            fill(meta, "id", id);
            fill(meta, "dt", received.toString());
        }
        return root;
    }

    private static void fill(ObjectNode meta, String name, String value) {
        if (!meta.hasNonNull(name)) {
            meta.set(name, JsonNodeFactory.instance.stringNode(value));
        }
    }
}
