package atoll.console.audit;

import atoll.console.api.AdminClient;
import atoll.console.web.Site;
import atoll.console.web.Visit;
import atoll.http.HttpResponse;
import atoll.http.Route;
import java.util.List;
import java.util.Map;

/// `/console/audit`.
public final class AuditPage {
    private static final int ENTRIES = 100;

    private final Site site;

    public AuditPage(Site site) {
        this.site = site;
    }

    public List<Route> routes() {
        return List.of(site.page("/console/audit", AuditPage::list));
    }

    private static HttpResponse list(Visit visit) throws InterruptedException {
        Map<String, Object> wanted = Map.of("limit", ENTRIES, "before", visit.parameter("before"));
        return visit.page(
                "Audit",
                visit.get(AdminClient.path("/v1/admin/audit", wanted)),
                tree -> visit.page("Audit", "audit/page", Audit.of(tree)));
    }
}
