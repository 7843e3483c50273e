package atoll.console.log;

import atoll.console.api.AdminClient;
import atoll.console.api.Answer;
import atoll.console.web.Site;
import atoll.console.web.Visit;
import atoll.http.HttpResponse;
import atoll.http.Route;
import java.util.List;
import java.util.Map;

/// `/console/log`.
public final class LogPage {
    private static final int RECORDS = 50;
    private static final int MOST_PARTITIONS = 10_000;

    private final Site site;

    public LogPage(Site site) {
        this.site = site;
    }

    public List<Route> routes() {
        return List.of(
                site.page("/console/log", LogPage::topics),
                site.page("/console/log/{topic}", LogPage::topic),
                site.page("/console/log/{topic}/tail", LogPage::tail));
    }

    private static HttpResponse topics(Visit visit) throws InterruptedException {
        return visit.page("Log", visit.get("/v1/admin/topics"), tree -> visit.page("Log", "log/page", Topics.of(tree)));
    }

    private static Answer records(Visit visit) throws InterruptedException {
        String topic = Visit.bounded("topic", visit.request().pathParameter("topic"));
        return visit.get(AdminClient.path(
                "/v1/admin/topics/" + AdminClient.encode(topic) + "/records",
                Map.of(
                        "partition",
                        visit.number("partition", 0, 0, MOST_PARTITIONS),
                        "from",
                        -RECORDS,
                        "limit",
                        RECORDS)));
    }

    private static HttpResponse topic(Visit visit) throws InterruptedException {
        return visit.page("Log", records(visit), tree -> visit.page("Log", "log/topic", Tail.of(tree)));
    }

    private static HttpResponse tail(Visit visit) throws InterruptedException {
        return visit.page("Log", records(visit), tree -> visit.part("log/tail", Tail.of(tree)));
    }
}
