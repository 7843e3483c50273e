package atoll.server.deadletter;

import atoll.server.admin.wire.AdminJson;
import atoll.work.DeliveryId;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Something done to many dead letters in the background.
record Action(String id, Order order, Progress progress) {

    enum Kind {
        REPLAY,
        DROP;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    enum State {
        RUNNING,
        DONE,
        CANCELLED;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// What was wanted.
    ///
    /// @param perSecond at most so many a second
    record Order(Kind kind, Selection selection, int perSecond, String by, String reason, Instant at) {}

    /// How far it is.
    ///
    /// @param next where it goes on
    /// @param matched that were meant
    /// @param changed that were changed; the others were not dead any more
    /// @param trouble why it does not go on at present; null if it does
    record Progress(
            State state,
            DeliveryId next,
            long matched,
            long changed,
            Instant at,
            @Nullable String trouble) {}

    boolean isRunning() {
        return progress.state == State.RUNNING;
    }

    Action with(Progress newProgress) {
        return new Action(id, order, newProgress);
    }

    Action with(State state, Instant at) {
        Progress p = progress;
        return with(new Progress(state, p.next, p.matched, p.changed, at, null));
    }

    ObjectNode asJson() {
        ObjectNode node = AdminJson.object();
        node.put("id", id);
        node.put("kind", order.kind.label());
        order.selection.putInto(node.putObject("selection"));
        node.put("per_second", order.perSecond);
        node.put("by", order.by);
        node.put("reason", order.reason);
        node.put("started", AdminJson.time(order.at));
        node.put("state", progress.state.label());
        node.put("next", progress.next.toString());
        node.put("matched", progress.matched);
        node.put("changed", progress.changed);
        node.put("at", AdminJson.time(progress.at));
        node.put("trouble", progress.trouble);
        return node;
    }

    static Action of(JsonNode node) {
        Order order = new Order(
                Arrays.stream(Kind.values())
                        .filter(kind -> kind.label().equals(node.path("kind").asString()))
                        .findFirst()
                        .orElseThrow(),
                Selection.read(node.path("selection")),
                node.path("per_second").asInt(),
                node.path("by").asString(),
                node.path("reason").asString(),
                Instant.parse(node.path("started").asString()));
        Progress progress = new Progress(
                Arrays.stream(State.values())
                        .filter(state -> state.label().equals(node.path("state").asString()))
                        .findFirst()
                        .orElseThrow(),
                DeliveryId.parse(node.path("next").asString()),
                node.path("matched").asLong(),
                node.path("changed").asLong(),
                Instant.parse(node.path("at").asString()),
                null);
        return new Action(node.path("id").asString(), order, progress);
    }
}
