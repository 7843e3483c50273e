package atoll.server.audit;

import atoll.base.time.TimeSource;
import atoll.http.HttpRequest;
import atoll.http.HttpResponse;
import atoll.server.admin.wire.AdminJson;
import atoll.server.admin.wire.AdminRoutes;
import atoll.server.admin.wire.Parameters;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The list of changes for the admin API.
public final class Audit implements AdminRoutes.Feature {
    private static final int LISTED = 100;
    private static final int MOST_LISTED = 1_000;

    private final AuditLog log;
    private final TimeSource time;

    public Audit(AuditLog log, TimeSource time) {
        this.log = log;
        this.time = time;
    }

    @Override
    public void addTo(AdminRoutes routes) {
        routes.get("/v1/admin/audit", this::list);
    }

    private HttpResponse list(HttpRequest request) {
        Parameters parameters = Parameters.ofQuery(request, Set.of("limit", "before"));
        int limit = (int) parameters.number("limit", LISTED, 1, MOST_LISTED);
        Long before = parameters.text("before") == null
                ? null
                : Long.valueOf(parameters.number("before", 0, 0, Long.MAX_VALUE));
        AuditLog.Page page = log.page(before, limit);
        ObjectNode answer = AdminJson.object();
        answer.put("at", AdminJson.time(time.instant()));
        ArrayNode entries = answer.putArray("entries");
        page.entries().forEach(entry -> entry.putInto(entries.addObject()));
        answer.put("next", page.next());
        return AdminJson.answer(answer);
    }
}
