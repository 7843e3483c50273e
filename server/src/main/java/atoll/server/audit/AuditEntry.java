package atoll.server.audit;

import atoll.server.admin.wire.AdminJson;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One change, or one that was refused.
///
/// @param action what was wanted, as `jobs retry`
/// @param what of what, as the request said
/// @param result what came of it; null while it is under way
/// @param count how many things were changed, if that is known
public record AuditEntry(
        Instant at,
        Actor actor,
        String action,
        String what,
        String reason,
        @Nullable String result,
        @Nullable Long count) {

    /// Who acted.
    ///
    /// @param who the user the request named
    /// @param from a network address, or `atoll` for work that goes on after the request that began it
    public record Actor(String who, String from) {}

    AuditEntry ended(Instant when, String newResult, @Nullable Long newCount) {
        return new AuditEntry(when, actor, action, what, reason, newResult, newCount);
    }

    void putInto(ObjectNode node) {
        node.put("time", AdminJson.time(at));
        node.put("who", actor.who);
        node.put("from", actor.from);
        node.put("action", action);
        node.put("what", what);
        node.put("reason", reason);
        node.put("result", result);
        node.put("count", count);
    }

    static AuditEntry of(JsonNode node) {
        return new AuditEntry(
                Instant.parse(node.path("time").asString()),
                new Actor(node.path("who").asString(), node.path("from").asString()),
                node.path("action").asString(),
                node.path("what").asString(),
                node.path("reason").asString(),
                node.path("result").isString() ? node.path("result").asString() : null,
                node.path("count").isNumber() ? Long.valueOf(node.path("count").asLong()) : null);
    }
}
