package atoll.server.admin;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.http.HttpHandler;
import atoll.http.HttpResponse;
import atoll.http.Route;
import atoll.server.admin.backups.Backups;
import atoll.server.admin.backups.BackupsResource;
import atoll.server.admin.balance.BalanceResource;
import atoll.server.admin.jobs.JobsResource;
import atoll.server.admin.limits.LimitPorts;
import atoll.server.admin.limits.LimitsResource;
import atoll.server.admin.limits.PoliciesResource;
import atoll.server.admin.ports.AdminPorts;
import atoll.server.admin.queue.QueueResource;
import atoll.server.admin.rules.RulesResource;
import atoll.server.admin.topics.TopicsResource;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/// The routes of the admin API, each behind [AdminAccess], and its OpenAPI description, which everyone may read.
///
/// Reading changes nothing. A POST is answered when what it did is recorded. Safe for use by many threads.
public final class AdminApi {
    private final AdminPorts ports;
    private final AdminAccess access;
    private final Backups backups;
    private final LimitPorts limits;

    public AdminApi(AdminPorts ports, AdminAccess access, Backups backups, LimitPorts limits) {
        this.ports = ports;
        this.access = access;
        this.backups = backups;
        this.limits = limits;
    }

    public List<Route> routes() {
        QueueResource queue = new QueueResource(ports);
        BalanceResource balance = new BalanceResource(ports);
        JobsResource jobs = new JobsResource(ports);
        TopicsResource topics = new TopicsResource(ports);
        RulesResource rules = new RulesResource(ports);
        BackupsResource copies = new BackupsResource(backups);
        PoliciesResource policies = new PoliciesResource(limits);
        LimitsResource bounds = new LimitsResource(limits);
        HttpResponse description = HttpResponse.json(200, description());
        return List.of(
                get("/v1/admin/queue", queue::get),
                get("/v1/admin/balance", balance::get),
                get("/v1/admin/jobs", jobs::list),
                post("/v1/admin/jobs/retry", jobs::retryMany),
                post("/v1/admin/jobs/drop", jobs::dropMany),
                get("/v1/admin/jobs/{id}", jobs::show),
                post("/v1/admin/jobs/{id}/retry", jobs::retry),
                post("/v1/admin/jobs/{id}/drop", jobs::drop),
                get("/v1/admin/topics", topics::list),
                get("/v1/admin/topics/{topic}/records", topics::records),
                get("/v1/admin/topics/{topic}/tail", topics::tail),
                get("/v1/admin/rules", rules::list),
                post("/v1/admin/rules/reload", rules::reload),
                get("/v1/admin/limits", bounds::list),
                get("/v1/admin/policies", policies::list),
                post("/v1/admin/policies", policies::set),
                post("/v1/admin/policies/remove", policies::remove),
                post("/v1/admin/backups", copies::begin),
                get("/v1/admin/backups/{id}/file", copies::piece),
                post("/v1/admin/backups/{id}/end", copies::end),
                Route.get("/openapi.json", _ -> description));
    }

    private Route get(String pattern, HttpHandler handler) {
        return Route.get(pattern, access.guard(handler));
    }

    private Route post(String pattern, HttpHandler handler) {
        return Route.post(pattern, access.guard(handler));
    }

    private static byte[] description() {
        try (InputStream in = AdminApi.class.getResourceAsStream("openapi.json")) {
            if (in == null) {
                throw new AssertionError("the program comes with an openapi.json");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new AtollException(ErrorKind.INTERNAL, "openapi.json in the program cannot be read", e);
        }
    }
}
