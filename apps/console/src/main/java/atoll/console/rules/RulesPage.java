package atoll.console.rules;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.console.api.Answer;
import atoll.console.web.Form;
import atoll.console.web.Site;
import atoll.console.web.Visit;
import atoll.http.HttpResponse;
import atoll.http.Route;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// `/console/rules`.
public final class RulesPage {
    private static final int EVENTS = 1_000;
    private static final int LONGEST_FILE = 1 << 20;
    private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final String TITLE = "Rules";

    private final Site site;

    public RulesPage(Site site) {
        this.site = site;
    }

    public List<Route> routes() {
        return List.of(
                site.page("/console/rules", RulesPage::list),
                site.action("/console/rules/preview", RulesPage::preview),
                site.action("/console/rules/apply", RulesPage::apply),
                site.action("/console/rules/rollback", RulesPage::rollBack));
    }

    private static HttpResponse list(Visit visit) throws InterruptedException {
        return visit.page(TITLE, visit.get("/v1/admin/rules"), tree -> {
            Answer activity = visit.get("/v1/admin/rules/activity");
            Answer versions = visit.get("/v1/admin/rules/versions");
            return visit.page(TITLE, "rules/page", Rules.of(tree, activity, versions));
        });
    }

    private static HttpResponse preview(Visit visit, Form form) throws InterruptedException {
        String name = fileName(form);
        String yaml = yaml(form);
        Trial.File file = new Trial.File(name, yaml, form.text("version"));
        Answer answer = visit.post("/v1/admin/rules/preview", Map.of("files", Map.of(name, yaml), "last", EVENTS));
        Trial trial = switch (answer) {
            case Answer.Found(var tree) -> Trial.of(file, tree);
            case Answer.Missing(var detail) -> Trial.refused(file, "not available: " + detail);
            case Answer.Refused(var _, var detail) -> Trial.refused(file, detail);
            case Answer.Silent(var detail) -> Trial.refused(file, detail);
        };
        return visit.page("What would change", "rules/trial", trial);
    }

    private static HttpResponse apply(Visit visit, Form form) throws InterruptedException {
        Map<String, Object> body = change(form);
        body.put("files", Map.of(fileName(form), yaml(form)));
        return visit.page(TITLE, visit.post("/v1/admin/rules/apply", body), tree -> visit.redirect("/console/rules"));
    }

    private static HttpResponse rollBack(Visit visit, Form form) throws InterruptedException {
        Map<String, Object> body = change(form);
        body.put("to", version(form, "to"));
        return visit.page(
                TITLE, visit.post("/v1/admin/rules/rollback", body), tree -> visit.redirect("/console/rules"));
    }

    /// With the newest version that whoever filled the form in had seen.
    private static Map<String, Object> change(Form form) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("reason", reason(form));
        if (!form.text("version").isEmpty()) {
            body.put("version", version(form, "version"));
        }
        return body;
    }

    private static long version(Form form, String name) {
        String version = form.text(name);
        if (!version.matches("[0-9]{1,18}")) {
            throw new AtollException(
                    ErrorKind.INVALID, "'" + name + "' is '" + version + "': must be the number of a version");
        }
        return Long.parseLong(version);
    }

    private static String fileName(Form form) {
        String name = form.text("name");
        if (!FILE_NAME.matcher(name).matches()) {
            throw new AtollException(
                    ErrorKind.INVALID,
                    "the file's name is '" + name + "': must be letters, digits and . _ - (example: rules.yaml)");
        }
        return name;
    }

    private static String yaml(Form form) {
        String yaml = form.raw("yaml");
        if (yaml.isBlank() || yaml.length() > LONGEST_FILE) {
            throw new AtollException(
                    ErrorKind.INVALID,
                    "the rule file has " + yaml.length() + " characters: must have 1 to " + LONGEST_FILE);
        }
        return yaml.replace("\r\n", "\n");
    }

    private static String reason(Form form) {
        String reason = form.text("reason");
        if (reason.isEmpty()) {
            throw new AtollException(ErrorKind.INVALID, "a reason is needed: it is kept in the audit list");
        }
        return reason;
    }
}
