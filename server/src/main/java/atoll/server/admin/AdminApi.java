package atoll.server.admin;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.http.HttpHandler;
import atoll.http.HttpResponse;
import atoll.http.Route;
import atoll.server.admin.balance.BalanceResource;
import atoll.server.admin.jobs.JobsResource;
import atoll.server.admin.ports.AdminPorts;
import atoll.server.admin.queue.QueueResource;
import atoll.server.admin.rules.RulesResource;
import atoll.server.admin.topics.TopicsResource;
import atoll.server.admin.wire.AdminRoutes;
import atoll.server.audit.AuditLog;
import atoll.server.audit.AuditedHandler;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/// The routes of the admin API, each behind [AdminAccess], and its OpenAPI description, which everyone may read.
///
/// Reading changes nothing. A POST is written down in the audit before it is carried out, and answered when what it did
/// is
/// recorded. Safe for use by many threads.
public final class AdminApi {
    private final AdminPorts ports;
    private final AdminAccess access;
    private final AuditedHandler audited;
    private final List<AdminRoutes.Feature> features;

    /// @param audit in which every change is written down
    /// @param features what there is beside the basic ones, which are over the same ports
    public AdminApi(AdminPorts ports, AdminAccess access, AuditLog audit, List<AdminRoutes.Feature> features) {
        this.ports = ports;
        this.access = access;
        this.audited = new AuditedHandler(audit, ports.time());
        this.features = List.copyOf(features);
    }

    public List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        AdminRoutes adding = adding(routes);
        addBasics(adding);
        features.forEach(feature -> feature.addTo(adding));
        HttpResponse description = HttpResponse.json(200, description());
        routes.add(Route.get("/openapi.json", _ -> description));
        return List.copyOf(routes);
    }

    private void addBasics(AdminRoutes routes) {
        QueueResource queue = new QueueResource(ports);
        BalanceResource balance = new BalanceResource(ports);
        JobsResource jobs = new JobsResource(ports);
        TopicsResource topics = new TopicsResource(ports);
        RulesResource rules = new RulesResource(ports);
        routes.get("/v1/admin/queue", queue::get);
        routes.get("/v1/admin/balance", balance::get);
        routes.get("/v1/admin/jobs", jobs::list);
        routes.post("/v1/admin/jobs/retry", jobs::retryMany);
        routes.post("/v1/admin/jobs/drop", jobs::dropMany);
        routes.get("/v1/admin/jobs/{id}", jobs::show);
        routes.post("/v1/admin/jobs/{id}/retry", jobs::retry);
        routes.post("/v1/admin/jobs/{id}/drop", jobs::drop);
        routes.get("/v1/admin/topics", topics::list);
        routes.get("/v1/admin/topics/{topic}/records", topics::records);
        routes.get("/v1/admin/topics/{topic}/tail", topics::tail);
        routes.get("/v1/admin/rules", rules::list);
        routes.post("/v1/admin/rules/reload", rules::reload);
    }

    private AdminRoutes adding(List<Route> routes) {
        return new AdminRoutes() {
            @Override
            public void get(String pattern, HttpHandler handler) {
                routes.add(Route.get(pattern, access.guard(handler)));
            }

            @Override
            public void ask(String pattern, HttpHandler handler) {
                routes.add(Route.post(pattern, access.guard(handler)));
            }

            @Override
            public void post(String pattern, HttpHandler handler) {
                routes.add(Route.post(pattern, access.guard(audited.around(pattern, handler))));
            }
        };
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
