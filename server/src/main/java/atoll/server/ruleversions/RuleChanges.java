package atoll.server.ruleversions;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.changeprop.reload.Reload;
import atoll.changeprop.reload.RulesInForce;
import atoll.changeprop.rule.Rule;
import atoll.changeprop.rule.file.Problem;
import atoll.changeprop.rule.file.RuleFiles;
import atoll.http.HttpRequest;
import atoll.http.HttpResponse;
import atoll.server.admin.ports.AdminPorts;
import atoll.server.admin.wire.AdminJson;
import atoll.server.admin.wire.AdminRoutes;
import atoll.server.admin.wire.Caller;
import atoll.server.admin.wire.Parameters;
import atoll.server.admin.wire.Text;
import atoll.server.observe.Rates;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What the rules do, and changing them, in the admin API. Safe for use by many threads.
public final class RuleChanges implements AdminRoutes.Feature {
    private static final int MOST_BODY = 5 << 20;
    private static final int MOST_FILES = 50;
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_REASON = 500;
    private static final int EVENTS = 1_000;
    private static final int MOST_EVENTS = 5_000;
    private static final int MOST_CHANGES = 200;
    private static final int HOUR = 60;

    private final AdminPorts ports;
    private final RuleVersions versions;
    private final Rates rates;

    public RuleChanges(AdminPorts ports, RuleVersions versions, Rates rates) {
        this.ports = ports;
        this.versions = versions;
        this.rates = rates;
    }

    @Override
    public void addTo(AdminRoutes routes) {
        routes.get("/v1/admin/rules/activity", this::activity);
        routes.get("/v1/admin/rules/versions", this::list);
        routes.ask("/v1/admin/rules/preview", this::preview);
        routes.post("/v1/admin/rules/apply", this::apply);
        routes.post("/v1/admin/rules/rollback", this::rollback);
    }

    private HttpResponse activity(HttpRequest request) {
        Parameters.ofQuery(request, Set.of());
        ObjectNode answer = AdminJson.object();
        answer.put("at", AdminJson.time(ports.time().instant()));
        answer.put("since", AdminJson.time(rates.since()));
        ArrayNode rules = answer.putArray("rules");
        for (Rule rule : ports.rules().get().rules()) {
            ObjectNode node = rules.addObject();
            node.put("rule", rule.name());
            node.put("matched_last_hour", rates.matchedInLastMinutes(rule.name(), HOUR));
            rates.putMatched(node, rule.name(), HOUR);
        }
        return AdminJson.answer(answer);
    }

    private HttpResponse list(HttpRequest request) {
        Parameters.ofQuery(request, Set.of());
        ObjectNode answer = AdminJson.object();
        answer.put("at", AdminJson.time(ports.time().instant()));
        answer.put("in_force", inForce());
        answer.put("newest", versions.newest().map(RuleVersion::number).orElse(0));
        answer.put("hash", ports.rules().get().hash());
        ArrayNode list = answer.putArray("versions");
        versions.all().forEach(version -> put(list.addObject(), version));
        return AdminJson.answer(answer);
    }

    /// The version whose rules are in force; 0 if those of the configured files are. Files that are refused leave the
    /// rules
    /// before them in force.
    private int inForce() {
        RulesInForce.Status status = ports.rules().status();
        if (!versions.hasOverride() && status.refused().isEmpty()) {
            return 0;
        }
        return versions.all().stream()
                .filter(version -> version.isOverride() && status.rules().hash().equals(version.hash()))
                .findFirst()
                .map(RuleVersion::number)
                .orElse(0);
    }

    private static void put(ObjectNode to, RuleVersion version) {
        to.put("version", version.number());
        to.put("at", AdminJson.time(version.origin().at()));
        to.put("by", version.origin().by());
        to.put("reason", version.origin().reason());
        to.put("hash", version.hash());
        to.put("is_disk", !version.isOverride());
        ArrayNode files = to.putArray("files");
        List<RuleFiles.RuleFile> texts = version.files();
        if (texts != null) {
            texts.forEach(file -> files.addObject()
                    .put("name", file.name())
                    .put("characters", file.text().length()));
        }
    }

    private HttpResponse preview(HttpRequest request) {
        ObjectNode body = body(request, Set.of("files", "last"));
        int last = number(body.path("last"), "last", EVENTS, 1, MOST_EVENTS);
        ObjectNode answer = AdminJson.object();
        ArrayNode problems = answer.putArray("problems");
        ArrayNode notes = answer.putArray("notes");
        ArrayNode changes = answer.putArray("changes");
        int unchanged = 0;
        int changed = 0;
        switch (RuleFiles.read(files(body), versions.grants())) {
            case RuleFiles.Result.Refused(var found) -> found.forEach(problem -> problems.add(problem.toString()));
            case RuleFiles.Result.Loaded(var rules, var said) -> {
                said.forEach(note -> notes.add(note.toString()));
                Preview preview = new Preview(ports.rules().get(), rules, ports.redaction());
                for (RecentEvents.Event event : new RecentEvents(ports).newest(last)) {
                    Preview.Change change = preview.of(event);
                    unchanged += change == null ? 1 : 0;
                    changed += change == null ? 0 : 1;
                    if (change != null && changed <= MOST_CHANGES) {
                        put(changes.addObject(), change);
                    }
                }
            }
        }
        answer.put("events", unchanged + changed);
        answer.put("unchanged", unchanged);
        answer.put("changes_left_out", Math.max(0, changed - MOST_CHANGES));
        return AdminJson.answer(answer);
    }

    private static void put(ObjectNode to, Preview.Change change) {
        to.put("event_id", change.eventId());
        to.put("stream", change.stream());
        ArrayNode before = to.putArray("before");
        change.before().forEach(before::add);
        ArrayNode after = to.putArray("after");
        change.after().forEach(after::add);
    }

    private HttpResponse apply(HttpRequest request) throws InterruptedException {
        ObjectNode body = body(request, Set.of("files", "version"));
        return putIntoForce(request, body, files(body));
    }

    private HttpResponse rollback(HttpRequest request) throws InterruptedException {
        ObjectNode body = body(request, Set.of("to", "version"));
        if (body.path("to").isMissingNode()) {
            throw invalid("'to' is missing: give a version, or 0 for the files on disk");
        }
        int to = number(body.path("to"), "to", 0, 0, Integer.MAX_VALUE);
        return putIntoForce(request, body, to == 0 ? null : versions.version(to).files());
    }

    /// @param files null for those on disk
    private HttpResponse putIntoForce(HttpRequest request, ObjectNode body, @Nullable List<RuleFiles.RuleFile> files)
            throws InterruptedException {
        int newest = versions.newest().map(RuleVersion::number).orElse(0);
        int expected = number(body.path("version"), "version", newest, 0, Integer.MAX_VALUE);
        if (expected != newest) {
            throw new AtollException(
                    ErrorKind.CONFLICT,
                    "the newest version of the rules is " + newest + ", not " + expected
                            + ": somebody else changed them; look at them again");
        }
        String hash = files == null ? null : hash(files);
        RuleVersion.Origin origin = new RuleVersion.Origin(
                ports.time().instant(),
                Caller.name(request, body.path("by").asString("")),
                Text.oneLine(body.path("reason").asString(""), LONGEST_REASON));
        RuleVersion version = versions.add(origin, files, hash);
        ObjectNode answer = AdminJson.object();
        answer.put("version", version.number());
        switch (ports.rules().reload()) {
            case Reload.Replaced(var before, var after) ->
                answer.put("is_changed", true).put("hash", after).put("before", before);
            case Reload.Unchanged(var present) ->
                answer.put("is_changed", false).put("hash", present);
            case Reload.Refused(var problems) ->
                throw new AtollException(
                        ErrorKind.INVALID,
                        "the rules are refused, the old rules stay in force:\n" + String.join("\n", problems));
        }
        return AdminJson.answer(answer);
    }

    /// The hash of rules that can come into force; all problems at once if they cannot.
    private String hash(List<RuleFiles.RuleFile> files) {
        return switch (RuleFiles.read(files, versions.grants())) {
            case RuleFiles.Result.Loaded(var rules, var _) -> rules.hash();
            case RuleFiles.Result.Refused(var problems) ->
                throw invalid("the rules are refused, the old rules stay in force:\n"
                        + problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        };
    }

    private static ObjectNode body(HttpRequest request, Set<String> named) {
        Set<String> allowed = new TreeSet<>(named);
        allowed.addAll(Set.of("reason", "by"));
        ObjectNode body = AdminJson.body(request, MOST_BODY);
        for (String name : body.propertyNames()) {
            if (!allowed.contains(name)) {
                throw invalid("there is no parameter '" + Text.oneLine(name, 100) + "': allowed are "
                        + String.join(", ", allowed));
            }
        }
        return body;
    }

    private static List<RuleFiles.RuleFile> files(ObjectNode body) {
        JsonNode given = body.path("files");
        if (!given.isObject() || given.isEmpty() || given.size() > MOST_FILES) {
            throw invalid("'files' must be an object with the texts of 1 to " + MOST_FILES + " rule files by name");
        }
        List<RuleFiles.RuleFile> files = new ArrayList<>();
        for (Map.Entry<String, JsonNode> file : given.properties()) {
            String name = file.getKey();
            if (name.isBlank() || name.length() > LONGEST_NAME || !name.equals(Text.oneLine(name, LONGEST_NAME))) {
                throw invalid("a name in 'files' is '" + Text.oneLine(name, 100) + "': must be one line of 1 to "
                        + LONGEST_NAME + " characters");
            }
            if (!file.getValue().isString()) {
                throw invalid("'files." + name + "' must be the text of a rule file");
            }
            files.add(new RuleFiles.RuleFile(name, file.getValue().asString()));
        }
        return files;
    }

    private static int number(JsonNode given, String name, int absent, int least, int most) {
        if (given.isMissingNode()) {
            return absent;
        }
        if (!given.isInt() || given.asInt() < least || given.asInt() > most) {
            throw invalid("'" + name + "' must be a whole number from " + least + " to " + most);
        }
        return given.asInt();
    }

    private static AtollException invalid(String message) {
        return new AtollException(ErrorKind.INVALID, message);
    }
}
