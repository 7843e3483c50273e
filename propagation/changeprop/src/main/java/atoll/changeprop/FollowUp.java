package atoll.changeprop;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Gives events that follow from another what they share with it.
///
/// Ids follow from what the event is made of, never from chance or time: made again after a crash it is the same event,
/// and is recognised as a repeat.
///
/// @param cause the event they follow from
/// @param now when they are made
public record FollowUp(JsonNode cause, Instant now) {
    private static final List<String> WIKI = List.of("database", "wiki_id", "wiki");

    /// @param parts what tells the event from all others, the same whenever it is made again
    public static String id(String... parts) {
        return UUID.nameUUIDFromBytes(String.join("\n", parts).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /// Gives an event that Atoll makes an id, its time, and the domain, request and wiki of the cause.
    public void complete(ObjectNode event, String id) {
        ObjectNode meta = event.withObjectProperty("meta");
        meta.put("id", id).put("dt", now.toString());
        copyText("domain", causeMeta(), meta);
        copyText("request_id", causeMeta(), meta);
        WIKI.forEach(field -> copyText(field, cause, event));
    }

    /// The root of what follows is the root of the cause, or the cause itself.
    public JsonNode root() {
        JsonNode given = cause.path("root_event");
        if (given.path("signature").isString() && given.path("dt").isString()) {
            return given;
        }
        String dt = causeMeta().path("dt").asString("");
        return JsonNodeFactory.instance
                .objectNode()
                .put("signature", causeMeta().path("uri").asString(""))
                .put("dt", dt.isEmpty() ? now.toString() : dt);
    }

    private JsonNode causeMeta() {
        return cause.path("meta");
    }

    private static void copyText(String field, JsonNode from, ObjectNode to) {
        JsonNode value = from.path(field);
        if (value.isString() && !value.stringValue().isEmpty()) {
            to.put(field, value.stringValue());
        }
    }
}
