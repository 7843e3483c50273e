package atoll.changeprop.rule;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/// An event as templates see it: the producer's bytes, and its fields with what the intake filled in (`meta.id`,
/// `meta.dt`). Fields are read only when a template asks for one. Not thread-safe.
public final class EventView {
    static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final byte[] bytes;
    private final String id;
    private final Instant received;
    private @Nullable JsonNode fields;

    /// @param id shown as `meta.id` if the event has none
    /// @param received shown as `meta.dt` if the event has none
    public EventView(byte[] bytes, String id, Instant received) {
        this.bytes = bytes;
        this.id = id;
        this.received = received;
    }

    /// The producer's bytes.
    public byte[] bytes() {
        return bytes;
    }

    /// The event's fields; a missing node if the bytes are not JSON.
    JsonNode fields() {
        JsonNode known = fields;
        if (known == null) {
            known = read();
            fields = known;
        }
        return known;
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
