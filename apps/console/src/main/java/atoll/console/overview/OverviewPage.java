package atoll.console.overview;

import atoll.console.web.Site;
import atoll.console.web.Visit;
import atoll.http.HttpResponse;
import atoll.http.Route;
import java.util.List;

/// `/console/`.
public final class OverviewPage {
    private final Site site;

    public OverviewPage(Site site) {
        this.site = site;
    }

    public List<Route> routes() {
        return List.of(
                site.page("/console/", OverviewPage::show),
                site.page("/console/charts/overview", OverviewPage::chart),
                new LiveOverview(site).route());
    }

    private static HttpResponse show(Visit visit) throws InterruptedException {
        return visit.page(
                "Overview",
                visit.get("/v1/admin/overview"),
                tree -> visit.page("Overview", "overview/page", Overview.of(tree)));
    }

    private static HttpResponse chart(Visit visit) throws InterruptedException {
        return visit.page(
                "Overview",
                visit.get("/v1/admin/overview"),
                tree -> visit.json(Overview.of(tree).chart().json()));
    }
}
