package atoll.console.jobtype;

import atoll.console.api.AdminClient;
import atoll.console.api.Answer;
import atoll.console.web.Form;
import atoll.console.web.Site;
import atoll.console.web.Visit;
import atoll.http.HttpResponse;
import atoll.http.Route;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `/console/types/{type}`.
public final class JobTypePage {
    private static final String PATH = "/console/types/{type}";

    private final Site site;

    public JobTypePage(Site site) {
        this.site = site;
    }

    /// What the page shows.
    public record View(String name, JobType type, Policies policies) {
        public String path() {
            return JobTypePage.path(name);
        }
    }

    public List<Route> routes() {
        return List.of(
                site.page(PATH, JobTypePage::show),
                site.page(PATH + "/now", JobTypePage::now),
                site.page(PATH + "/rates", JobTypePage::rates),
                site.page(PATH + "/backlog", JobTypePage::backlog),
                site.action(PATH + "/pause", (visit, form) -> pause(visit, form, true)),
                site.action(PATH + "/resume", (visit, form) -> pause(visit, form, false)),
                site.action(PATH + "/limits", JobTypePage::limit));
    }

    private static String name(Visit visit) {
        return Visit.bounded("type", visit.request().pathParameter("type"));
    }

    static String path(String name) {
        return "/console/types/" + AdminClient.encode(name);
    }

    private static Answer ask(Visit visit) throws InterruptedException {
        return visit.get("/v1/admin/types/" + AdminClient.encode(name(visit)) + "?minutes=60");
    }

    private static HttpResponse show(Visit visit) throws InterruptedException {
        String name = name(visit);
        return visit.page(
                name,
                ask(visit),
                tree -> visit.page(name, "jobtype/page", new View(name, JobType.of(tree), policies(visit, name))));
    }

    private static Policies policies(Visit visit, String name) throws InterruptedException {
        return Policies.of(name, visit.get("/v1/admin/policies"), visit.get("/v1/admin/limits"));
    }

    /// The part that changes by itself.
    private static HttpResponse now(Visit visit) throws InterruptedException {
        return visit.page(name(visit), ask(visit), tree -> visit.part("jobtype/now", JobType.of(tree)));
    }

    private static HttpResponse rates(Visit visit) throws InterruptedException {
        return visit.page(
                name(visit),
                ask(visit),
                tree -> visit.json(JobType.of(tree).rates().json()));
    }

    private static HttpResponse backlog(Visit visit) throws InterruptedException {
        return visit.page(
                name(visit),
                ask(visit),
                tree -> visit.json(JobType.of(tree).backlog().json()));
    }

    private static HttpResponse pause(Visit visit, Form form, boolean isPause) throws InterruptedException {
        Policy.Scope scope = scope(visit, form);
        Policy before = policies(visit, name(visit)).exactly(scope);
        return change(visit, form, before.withPause(isPause ? Boolean.TRUE : null));
    }

    private static HttpResponse limit(Visit visit, Form form) throws InterruptedException {
        Policy.Scope scope = scope(visit, form);
        Policy before = policies(visit, name(visit)).exactly(scope);
        return change(
                visit,
                form,
                before.withLimits(new Policy.Limits(
                        form.text("weight"),
                        form.text("min"),
                        form.text("max"),
                        form.text("per_second"),
                        form.text("burst"))));
    }

    private static Policy.Scope scope(Visit visit, Form form) {
        String type = form.text("all-types").isEmpty() ? name(visit) : Policy.ALL;
        return new Policy.Scope(type, Policy.Scope.orAll(form.text("wiki")), Policy.Scope.orAll(form.text("section")));
    }

    private static HttpResponse change(Visit visit, Form form, Policy policy) throws InterruptedException {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("reason", form.text("reason"));
        String version = form.text("version");
        if (!version.isEmpty()) {
            body.put("version", Numbers.parse("version", version));
        }
        if (policy.isEmpty()) {
            body.put("key", policy.scope().json());
        } else {
            body.put("policy", policy.json());
        }
        String name = name(visit);
        return visit.page(
                name,
                visit.post(policy.isEmpty() ? "/v1/admin/policies/remove" : "/v1/admin/policies", body),
                tree -> visit.redirect(path(name)));
    }
}
