package atoll.server.admin.limits;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.time.Deadline;
import atoll.http.HttpRequest;
import atoll.http.HttpResponse;
import atoll.server.admin.ports.Work;
import atoll.server.admin.wire.AdminJson;
import atoll.server.admin.wire.AdminRoutes;
import atoll.server.admin.wire.Parameters;
import atoll.server.admin.wire.Text;
import atoll.work.policy.LimitPolicies;
import atoll.work.policy.LimitPolicy;
import atoll.work.policy.LimitTarget;
import atoll.work.policy.PolicyChange;
import atoll.work.policy.PolicyLog;
import atoll.work.policy.PolicyLog.Author;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Policies: what is in force, with who said so when and why, and how it is changed.
public final class PoliciesResource implements AdminRoutes.Feature {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int CHANGES_SHOWN = 50;
    private static final int LONGEST_NAME = 100;
    private static final Set<String> FIELDS = Set.of("policy", "key", "reason", "version", "by");

    private final LimitPorts ports;
    private final PolicyLog policies;

    public PoliciesResource(LimitPorts ports) {
        this.ports = ports;
        this.policies = ports.policies();
    }

    @Override
    public void addTo(AdminRoutes routes) {
        routes.get("/v1/admin/policies", this::list);
        routes.post("/v1/admin/policies", this::set);
        routes.post("/v1/admin/policies/remove", this::remove);
    }

    private HttpResponse list(HttpRequest request) {
        Parameters.ofQuery(request, Set.of());
        return AdminJson.answer(listing());
    }

    private ObjectNode listing() {
        LimitPolicies inForce = policies.current();
        Map<LimitTarget, PolicyChange> recorded = new HashMap<>();
        policies.recorded().forEach(change -> recorded.put(change.target(), change));
        ObjectNode answer = AdminJson.object();
        answer.put("at", AdminJson.time(ports.time().instant()));
        answer.put("version", inForce.version());
        ArrayNode listed = answer.putArray("policies");
        for (LimitPolicy policy : inForce.all()) {
            ObjectNode entry = listed.addObject();
            PolicyJson.put(entry, policy);
            PolicyChange change = recorded.get(policy.target());
            LimitPolicy said = change == null ? null : change.policy();
            if (said == null) {
                entry.putNull("recorded");
            } else {
                PolicyJson.putFields(entry.putObject("recorded"), said);
            }
            entry.put("configured", policies.configured().of(policy.target()) != null);
            entry.put("by", change == null ? null : change.by());
            entry.put("changed_at", change == null ? null : AdminJson.time(change.at()));
            entry.put("reason", change == null ? "from the configuration" : change.reason());
        }
        ArrayNode changes = answer.putArray("changes");
        List<PolicyChange> history = policies.history().reversed();
        history.stream().limit(CHANGES_SHOWN).forEach(change -> put(changes.addObject(), change));
        return answer;
    }

    private static void put(ObjectNode to, PolicyChange change) {
        LimitPolicy policy = change.policy();
        to.put("version", change.version());
        to.put("at", AdminJson.time(change.at()));
        to.put("by", change.by());
        to.put("reason", change.reason());
        to.put("removed", policy == null);
        PolicyJson.put(to.putObject("policy"), policy == null ? LimitPolicy.of(change.target()) : policy);
    }

    private HttpResponse set(HttpRequest request) throws InterruptedException {
        ObjectNode body = body(request);
        LimitPolicy policy = PolicyJson.policy(body.path("policy"));
        Author author = author(request, body);
        PolicyChange change = policies.set(policy, author, version(body), Deadline.after(ports.time(), PATIENCE));
        return changed(change, warnings(policy));
    }

    private HttpResponse remove(HttpRequest request) throws InterruptedException {
        ObjectNode body = body(request);
        LimitTarget target = PolicyJson.target(body.path("key"));
        Author author = author(request, body);
        PolicyChange change = policies.remove(target, author, version(body), Deadline.after(ports.time(), PATIENCE));
        boolean configured = policies.configured().of(target) != null;
        return changed(change, configured ? List.of("what the configuration says about it holds again") : List.of());
    }

    private static HttpResponse changed(PolicyChange change, List<String> warnings) {
        ObjectNode answer = AdminJson.object();
        answer.put("version", change.version());
        put(answer.putObject("change"), change);
        ArrayNode all = answer.putArray("warnings");
        warnings.forEach(all::add);
        return AdminJson.answer(answer);
    }

    private static ObjectNode body(HttpRequest request) {
        ObjectNode body = AdminJson.body(request);
        for (String name : body.propertyNames()) {
            if (!FIELDS.contains(name)) {
                throw new AtollException(
                        ErrorKind.INVALID,
                        "there is no '" + Text.oneLine(name, LONGEST_NAME)
                                + "': allowed are policy or key, reason, version, by");
            }
        }
        return body;
    }

    private static Author author(HttpRequest request, ObjectNode body) {
        String name = text(body, "by");
        String from = "from " + request.remoteAddress();
        return new Author(
                name.isBlank() ? from : Text.oneLine(name, LONGEST_NAME) + " " + from,
                Text.oneLine(text(body, "reason"), Integer.MAX_VALUE));
    }

    private static String text(ObjectNode body, String name) {
        JsonNode text = body.path(name);
        if (text.isMissingNode() || text.isNull()) {
            return "";
        }
        if (!text.isString()) {
            throw new AtollException(ErrorKind.INVALID, "'" + name + "' must be a text");
        }
        return text.asString();
    }

    private static long version(ObjectNode body) {
        JsonNode version = body.path("version");
        if (!version.isIntegralNumber() || !version.canConvertToLong()) {
            throw new AtollException(
                    ErrorKind.INVALID,
                    "'version' is " + (version.isMissingNode() ? "missing" : "not a whole number")
                            + ": must be the version of the policies the change is made for, as GET"
                            + " /v1/admin/policies says it");
        }
        return version.asLong();
    }

    // ---- what may be a mistake -------------------------------------------------------------------------------------

    /// Names that nobody has seen are allowed, since a limit may be set before its first job comes.
    private List<String> warnings(LimitPolicy policy) throws InterruptedException {
        List<String> warnings = new ArrayList<>();
        LimitPolicy inForce = policies.current().of(policy.target());
        if (policy.paused() == null && inForce != null && Boolean.TRUE.equals(inForce.paused())) {
            warnings.add("it is still paused, by the configuration");
        }
        if (Boolean.TRUE.equals(policy.paused())) {
            policies.current()
                    .exceptedFrom(policy.target())
                    .forEach(other -> warnings.add(
                            other.target().words() + ": goes on, a policy of its own says that it is not paused"));
        }
        String section = policy.target().section();
        if (!section.equals(LimitTarget.ANY) && !ports.sections().contains(section) && !isKnown(section, false)) {
            warnings.add("no wiki is configured with section '" + section + "'");
        }
        warnIfUnknown(policy.target().type(), true, warnings);
        warnIfUnknown(policy.target().wiki(), false, warnings);
        return warnings;
    }

    private void warnIfUnknown(String name, boolean isType, List<String> warnings) throws InterruptedException {
        if (!name.equals(LimitTarget.ANY) && !isKnown(name, isType)) {
            warnings.add("no job of " + (isType ? "type" : "wiki") + " '" + name + "' is known yet; is it misspelt?");
        }
    }

    private boolean isKnown(String name, boolean isType) throws InterruptedException {
        Work.Snapshot snapshot;
        try {
            snapshot = ports.work().snapshot();
        } catch (AtollException e) {
            // The change is recorded; that nothing can be said about its names must not make it look failed.
            return true;
        }
        return snapshot.rows().stream()
                .anyMatch(
                        row -> name.equals(isType ? row.key().type() : row.key().wiki()));
    }
}
