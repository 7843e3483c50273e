package atoll.server.deadletter;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.http.HttpRequest;
import atoll.http.HttpResponse;
import atoll.server.admin.ports.AdminPorts;
import atoll.server.admin.wire.AdminJson;
import atoll.server.admin.wire.AdminRoutes;
import atoll.server.admin.wire.Caller;
import atoll.server.admin.wire.Parameters;
import atoll.server.admin.wire.Text;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Dead letters by cause, and the actions on them, in the admin API. Safe for use by many threads.
public final class DeadLetters implements AdminRoutes.Feature {
    private static final int LISTED = 200;
    private static final int MOST_LISTED = 1_000;
    private static final int PACE = 50;
    private static final int FASTEST = 1_000;
    private static final int LONGEST_REASON = 500;
    private static final Set<String> FIELDS = Set.of("key", "filter", "all", "per_second", "reason", "by");

    private final AdminPorts ports;
    private final Actions actions;
    private final Survey survey;

    public DeadLetters(AdminPorts ports, Actions actions) {
        this.ports = ports;
        this.actions = actions;
        this.survey = new Survey(ports.work(), ports.time());
    }

    @Override
    public void addTo(AdminRoutes routes) {
        routes.get("/v1/admin/dead-letters", this::list);
        routes.post("/v1/admin/dead-letters/replay", request -> begin(request, Action.Kind.REPLAY));
        routes.post("/v1/admin/dead-letters/drop", request -> begin(request, Action.Kind.DROP));
        routes.get("/v1/admin/actions", this::actions);
        routes.get("/v1/admin/actions/{id}", this::action);
        routes.post("/v1/admin/actions/{id}/cancel", this::cancel);
    }

    private HttpResponse list(HttpRequest request) throws InterruptedException {
        Parameters parameters = Parameters.ofQuery(request, Set.of("group", "type", "limit"));
        String by = parameters.text("group");
        if (by != null && !by.equals("cause")) {
            throw new AtollException(ErrorKind.INVALID, "'group' is '" + Text.oneLine(by, 100) + "': must be 'cause'");
        }
        String type = parameters.text("type");
        int limit = (int) parameters.number("limit", LISTED, 1, MOST_LISTED);
        Survey.Result result = survey.get();
        ObjectNode answer = AdminJson.object();
        answer.put("at", AdminJson.time(result.at()));
        answer.put("total", result.looked());
        answer.put("is_whole", result.isWhole());
        ArrayNode groups = answer.putArray("groups");
        result.groups().stream()
                .filter(group -> type == null || type.equals(group.type))
                .limit(limit)
                .forEach(group -> put(groups.addObject(), group));
        return AdminJson.answer(answer);
    }

    private static void put(ObjectNode to, Group group) {
        to.put("key", group.key);
        to.put("cause", group.cause);
        to.put("type", group.type);
        to.put("wiki_count", group.wikis());
        to.put("count", group.count());
        to.put("first", AdminJson.time(group.first()));
        to.put("last", AdminJson.time(group.last()));
        ArrayNode samples = to.putArray("sample_ids");
        group.samples().forEach(id -> samples.add(id.toString()));
    }

    private HttpResponse begin(HttpRequest request, Action.Kind kind) throws InterruptedException {
        ObjectNode body = AdminJson.body(request);
        for (String name : body.propertyNames()) {
            if (!FIELDS.contains(name)) {
                throw invalid("there is no parameter '" + Text.oneLine(name, 100) + "': allowed are "
                        + String.join(", ", new TreeSet<>(FIELDS)));
            }
        }
        String reason = reason(body);
        if (kind == Action.Kind.DROP && reason.isEmpty()) {
            throw invalid("'reason' is missing: say why they are dropped");
        }
        Action action = actions.begin(new Action.Order(
                kind,
                Selection.of(body),
                perSecond(body.path("per_second")),
                Caller.name(request, body.path("by").asString("")),
                reason,
                ports.time().instant()));
        survey.isOld();
        return AdminJson.answer(AdminJson.object().put("action_id", action.id()));
    }

    private static String reason(ObjectNode body) {
        JsonNode reason = body.path("reason");
        if (!reason.isMissingNode() && (!reason.isString() || reason.asString().length() > LONGEST_REASON)) {
            throw invalid("'reason' must be a text of at most " + LONGEST_REASON + " characters");
        }
        return Text.oneLine(reason.asString(""), LONGEST_REASON);
    }

    private static int perSecond(JsonNode given) {
        if (given.isMissingNode()) {
            return PACE;
        }
        if (!given.isInt() || given.asInt() < 1 || given.asInt() > FASTEST) {
            throw invalid("'per_second' must be a whole number from 1 to " + FASTEST);
        }
        return given.asInt();
    }

    private static AtollException invalid(String message) {
        return new AtollException(ErrorKind.INVALID, message);
    }

    private HttpResponse actions(HttpRequest request) {
        Parameters parameters = Parameters.ofQuery(request, Set.of("limit"));
        int limit = (int) parameters.number("limit", LISTED, 1, MOST_LISTED);
        ObjectNode answer = AdminJson.object();
        answer.put("at", AdminJson.time(ports.time().instant()));
        ArrayNode list = answer.putArray("actions");
        actions.newest(limit).forEach(action -> list.add(action.asJson()));
        return AdminJson.answer(answer);
    }

    private HttpResponse action(HttpRequest request) {
        Parameters.ofQuery(request, Set.of());
        String id = request.pathParameter("id");
        Action action = actions.find(id)
                .orElseThrow(() ->
                        new AtollException(ErrorKind.NOT_FOUND, "there is no action '" + Text.oneLine(id, 100) + "'"));
        return AdminJson.answer(action.asJson());
    }

    private HttpResponse cancel(HttpRequest request) throws InterruptedException {
        Parameters.ofBody(request, Set.of());
        return AdminJson.answer(actions.cancel(request.pathParameter("id")).asJson());
    }
}
