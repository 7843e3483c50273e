package atoll.server.admin.limits;

import atoll.http.HttpRequest;
import atoll.http.HttpResponse;
import atoll.server.admin.wire.AdminJson;
import atoll.server.admin.wire.AdminRoutes;
import atoll.server.admin.wire.Parameters;
import atoll.work.limit.LimitState;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What bounds the work at this moment.
public final class LimitsResource implements AdminRoutes.Feature {
    private static final int MOST = 1_000;

    private final LimitPorts ports;

    public LimitsResource(LimitPorts ports) {
        this.ports = ports;
    }

    @Override
    public void addTo(AdminRoutes routes) {
        routes.get("/v1/admin/limits", this::list);
    }

    private HttpResponse list(HttpRequest request) throws InterruptedException {
        Parameters.ofQuery(request, Set.of());
        List<LimitState> states = ports.reading().limits();
        ObjectNode answer = AdminJson.object();
        answer.put("at", AdminJson.time(ports.time().instant()));
        ArrayNode limits = answer.putArray("limits");
        states.stream().limit(MOST).forEach(state -> PolicyJson.put(limits.addObject(), state));
        answer.put("left_out", Math.max(0, states.size() - MOST));
        return AdminJson.answer(answer);
    }
}
