package atoll.console.find;

import atoll.console.api.AdminClient;
import atoll.console.api.Answer;
import atoll.console.web.Site;
import atoll.console.web.Visit;
import atoll.http.HttpResponse;
import atoll.http.Route;
import java.util.List;
import java.util.Map;

/// `/console/find`.
public final class FindPage {
    private static final int FOUND = 50;

    private final Site site;

    public FindPage(Site site) {
        this.site = site;
    }

    public List<Route> routes() {
        return List.of(site.page("/console/find", FindPage::find), site.page("/console/find/tree", FindPage::tree));
    }

    private static HttpResponse find(Visit visit) throws InterruptedException {
        Findings.Asked asked = new Findings.Asked(visit.parameter("q"), visit.parameter("by"));
        if (asked.text().isEmpty()) {
            return page(visit, Findings.none(asked, ""));
        }
        Answer answer = visit.get(AdminClient.path(
                "/v1/admin/find",
                Map.of("q", asked.text(), "by", asked.by(), "limit", FOUND, "from", visit.parameter("from"))));
        return page(
                visit,
                switch (answer) {
                    case Answer.Found(var tree) -> Findings.of(asked, tree);
                    case Answer.Missing(var detail) -> Findings.none(asked, "Not available: " + detail);
                    case Answer.Refused(var _, var detail) -> Findings.none(asked, detail);
                    case Answer.Silent(var detail) -> Findings.none(asked, detail);
                });
    }

    private static HttpResponse page(Visit visit, Findings findings) {
        return visit.page("Find", "find/page", findings);
    }

    private static HttpResponse tree(Visit visit) throws InterruptedException {
        Map<String, String> wanted = Map.of("request", visit.parameter("request"), "event", visit.parameter("event"));
        return visit.page(
                "What one request caused",
                visit.get(AdminClient.path("/v1/admin/find/tree", wanted)),
                tree -> visit.page("What one request caused", "find/tree", EventTree.of(tree)));
    }
}
