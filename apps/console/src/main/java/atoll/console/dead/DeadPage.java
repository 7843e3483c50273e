package atoll.console.dead;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.console.api.AdminClient;
import atoll.console.api.Answer;
import atoll.console.web.Form;
import atoll.console.web.Site;
import atoll.console.web.Visit;
import atoll.http.HttpResponse;
import atoll.http.Route;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// `/console/dead`.
public final class DeadPage {
    private static final String GROUPS = "/v1/admin/dead-letters";
    private static final int MOST_GROUPS = 200;
    private static final int SAMPLES = 5;
    private static final int SLOWEST = 1;
    private static final int FASTEST = 1_000;
    private static final Pattern ACTION_ID = Pattern.compile("[A-Za-z0-9_.:-]{1,100}");
    private static final String TITLE = "Dead letters";

    private final Site site;

    public DeadPage(Site site) {
        this.site = site;
    }

    /// What the page of a group shows.
    public record GroupView(Groups.Group group, List<Letter> letters) {}

    public List<Route> routes() {
        return List.of(
                site.page("/console/dead", DeadPage::list),
                site.page("/console/dead/group", DeadPage::group),
                site.page("/console/dead/letter", DeadPage::letter),
                site.action("/console/dead/replay", DeadPage::replay),
                site.action("/console/dead/drop", DeadPage::drop),
                site.action("/console/dead/letter/retry", (visit, form) -> one(visit, form, "retry")),
                site.action("/console/dead/letter/drop", (visit, form) -> one(visit, form, "drop")),
                site.page("/console/actions/{id}", DeadPage::action),
                site.page("/console/actions/{id}/now", DeadPage::progress),
                site.action("/console/actions/{id}/cancel", DeadPage::cancel));
    }

    private static HttpResponse list(Visit visit) throws InterruptedException {
        String type = visit.parameter("type");
        return visit.page(
                TITLE, visit.get(groups(type)), tree -> visit.page(TITLE, "dead/page", Groups.of(tree, type)));
    }

    private static String groups(String type) {
        return AdminClient.path(GROUPS, Map.of("group", "cause", "type", type, "limit", MOST_GROUPS));
    }

    private static HttpResponse group(Visit visit) throws InterruptedException {
        String key = visit.parameter("key");
        return visit.page(TITLE, visit.get(groups("")), tree -> {
            Groups.Group group = Groups.of(tree, "").withKey(key);
            if (group == null) {
                throw new AtollException(
                        ErrorKind.NOT_FOUND, "there is no such group of dead letters any more: somebody dealt with it");
            }
            List<Letter> letters = new ArrayList<>();
            for (String id : group.samples().stream().limit(SAMPLES).toList()) {
                letters.addAll(letters(visit.get(path(id))));
            }
            return visit.page(TITLE, "dead/group", new GroupView(group, letters));
        });
    }

    private static List<Letter> letters(Answer answer) {
        return answer instanceof Answer.Found(var tree)
                ? tree.list("deliveries").stream().map(Letter::of).toList()
                : List.of();
    }

    private static String path(String id) {
        return "/v1/admin/jobs/" + AdminClient.encode(id);
    }

    private static HttpResponse letter(Visit visit) throws InterruptedException {
        Answer answer = visit.get(path(visit.parameter("id")));
        return visit.page("Delivery", answer, tree -> visit.page("Delivery", "dead/letter", letters(answer)));
    }

    private static HttpResponse replay(Visit visit, Form form) throws InterruptedException {
        Map<String, Object> body = wanted(form);
        body.put("per_second", rate(form));
        return started(visit, visit.post("/v1/admin/dead-letters/replay", body));
    }

    private static HttpResponse drop(Visit visit, Form form) throws InterruptedException {
        return started(visit, visit.post("/v1/admin/dead-letters/drop", wanted(form)));
    }

    /// A group, a type, or all if the form says so.
    private static Map<String, Object> wanted(Form form) {
        Map<String, Object> body = new LinkedHashMap<>();
        String key = form.text("key");
        if (!key.isEmpty()) {
            body.put("key", key);
        } else if (!form.text("type").isEmpty()) {
            body.put("filter", Map.of("type", form.text("type")));
        } else if (form.text("all").equals("yes")) {
            body.put("all", true);
        } else {
            throw new AtollException(ErrorKind.INVALID, "the form does not say which dead letters it is about");
        }
        String reason = form.text("reason");
        if (reason.isEmpty()) {
            throw new AtollException(ErrorKind.INVALID, "a reason is needed: it is kept in the audit list");
        }
        body.put("reason", reason);
        return body;
    }

    private static int rate(Form form) {
        String text = form.text("per_second");
        try {
            int rate = Integer.parseInt(text);
            if (rate >= SLOWEST && rate <= FASTEST) {
                return rate;
            }
        } catch (NumberFormatException e) {
            throw new AtollException(ErrorKind.INVALID, rateRefused(text), e);
        }
        throw new AtollException(ErrorKind.INVALID, rateRefused(text));
    }

    private static String rateRefused(String text) {
        return "the rate is '" + text + "': must be a whole number of " + SLOWEST + " to " + FASTEST + " per second";
    }

    private static HttpResponse started(Visit visit, Answer answer) throws InterruptedException {
        return visit.page(TITLE, answer, tree -> {
            String id = tree.text("action_id");
            return visit.redirect(ACTION_ID.matcher(id).matches() ? actionPath(id) : "/console/dead");
        });
    }

    private static String actionPath(String id) {
        return "/console/actions/" + AdminClient.encode(id);
    }

    private static HttpResponse one(Visit visit, Form form, String what) throws InterruptedException {
        String id = form.text("id");
        return visit.page(
                "Delivery",
                visit.post(
                        path(id) + "/" + what,
                        Map.of("by", String.valueOf(visit.visitor().user()))),
                tree -> visit.redirect(AdminClient.path("/console/dead/letter", Map.of("id", id))));
    }

    private static String actionId(Visit visit) {
        String id = visit.request().pathParameter("id");
        if (!ACTION_ID.matcher(id).matches()) {
            throw new AtollException(ErrorKind.NOT_FOUND, "there is no such action");
        }
        return id;
    }

    private static Answer ask(Visit visit) throws InterruptedException {
        return visit.get("/v1/admin/actions/" + AdminClient.encode(actionId(visit)));
    }

    private static HttpResponse action(Visit visit) throws InterruptedException {
        return visit.page("Action", ask(visit), tree -> visit.page("Action", "dead/action", Action.of(tree)));
    }

    private static HttpResponse progress(Visit visit) throws InterruptedException {
        return visit.page("Action", ask(visit), tree -> visit.part("dead/progress", Action.of(tree)));
    }

    private static HttpResponse cancel(Visit visit, Form form) throws InterruptedException {
        String id = actionId(visit);
        return visit.page(
                "Action",
                visit.post(
                        "/v1/admin/actions/" + AdminClient.encode(id) + "/cancel",
                        Map.of("reason", form.text("reason"))),
                tree -> visit.redirect(actionPath(id)));
    }
}
