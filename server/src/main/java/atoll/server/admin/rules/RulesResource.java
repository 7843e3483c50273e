package atoll.server.admin.rules;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.changeprop.reload.Reload;
import atoll.changeprop.reload.RulesInForce;
import atoll.changeprop.rule.AnswerPattern;
import atoll.changeprop.rule.Case;
import atoll.changeprop.rule.Exec;
import atoll.changeprop.rule.Rule;
import atoll.changeprop.rule.RuleSet;
import atoll.changeprop.rule.Sample;
import atoll.changeprop.rule.StatusPatterns;
import atoll.http.HttpRequest;
import atoll.http.HttpResponse;
import atoll.server.admin.ports.AdminPorts;
import atoll.server.admin.wire.AdminJson;
import atoll.server.admin.wire.Parameters;
import atoll.work.RulePolicy;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The rules in force. Values of headers, bodies, and what in an address may be a secret are not shown.
public final class RulesResource {
    private static final Pattern USER = Pattern.compile("//[^/@?#]*@");
    private static final Pattern QUERY = Pattern.compile("\\?.*", Pattern.DOTALL);

    private final AdminPorts ports;

    public RulesResource(AdminPorts ports) {
        this.ports = ports;
    }

    public HttpResponse list(HttpRequest request) {
        Parameters.ofQuery(request, Set.of());
        RulesInForce.Status status = ports.rules().status();
        RuleSet rules = status.rules();
        ObjectNode answer = AdminJson.object();
        answer.put("hash", rules.hash());
        answer.put("since", AdminJson.time(status.since()));
        status.doubts().forEach(answer.putArray("doubts")::add);
        ArrayNode refused = answer.putArray("refused");
        status.refused().forEach(refused::add);
        answer.put("refused_at", AdminJson.time(status.refusedAt()));
        ArrayNode listed = answer.putArray("rules");
        rules.rules().forEach(rule -> put(listed.addObject(), rule));
        return AdminJson.answer(answer);
    }

    /// Reads the rule files again. Refused with all problems, one a line, if they have any.
    public HttpResponse reload(HttpRequest request) {
        Parameters.ofQuery(request, Set.of());
        ObjectNode answer = AdminJson.object();
        switch (ports.rules().reload()) {
            case Reload.Replaced(var before, var after) ->
                answer.put("changed", true).put("hash", after).put("before", before);
            case Reload.Unchanged(var hash) -> answer.put("changed", false).put("hash", hash);
            case Reload.Refused(var problems) ->
                throw new AtollException(
                        ErrorKind.INVALID,
                        "the rule files are refused, the old rules stay:\n" + String.join("\n", problems));
        }
        ports.rules().status().doubts().forEach(answer.putArray("doubts")::add);
        return AdminJson.answer(answer);
    }

    private static void put(ObjectNode to, Rule rule) {
        RulePolicy policy = rule.policy();
        to.put("name", rule.name());
        ArrayNode topics = to.putArray("topics");
        rule.reads().topics().forEach(topic -> topics.add(topic.toString()));
        ArrayNode excluded = to.putArray("exclude_topics");
        new TreeSet<>(rule.reads().exclude()).forEach(excluded::add);
        to.put("concurrency", policy.concurrency());
        to.put("retry_limit", policy.retryLimit());
        to.put("retry_delay_seconds", AdminJson.seconds(policy.retryDelay()));
        to.put("retry_factor", policy.retryFactor());
        to.put("timeout_seconds", AdminJson.seconds(policy.timeout()));
        to.put("claim_ttl_seconds", AdminJson.seconds(policy.claimTtl()));
        to.put("root_claim_ttl_seconds", AdminJson.seconds(policy.rootClaimTtl()));
        put(to.putArray("retry_on"), rule.retryOn());
        put(to.putArray("ignore"), rule.ignore());
        ArrayNode limiters = to.putArray("limiters");
        rule.limiters().keySet().forEach(limiters::add);
        to.put("discards_canaries", rule.discardsCanaries());
        ArrayNode cases = to.putArray("cases");
        rule.cases().forEach(each -> put(cases.addObject(), each));
        ArrayNode execs = to.putArray("exec");
        rule.cases().getFirst().exec().forEach(exec -> put(execs.addObject(), exec));
    }

    private static void put(ArrayNode to, AnswerPattern pattern) {
        StatusPatterns status = pattern.status();
        if (status != null) {
            status.patterns().forEach(to::add);
        }
    }

    private static void put(ObjectNode to, Case each) {
        to.put("match", each.match().toString());
        ArrayNode not = to.putArray("match_not");
        each.matchNot().forEach(match -> not.add(match.toString()));
        Sample sample = each.sample();
        if (sample != null) {
            to.put("sample_percent", sample.percent());
        }
        ArrayNode execs = to.putArray("exec");
        each.exec().forEach(exec -> put(execs.addObject(), exec));
    }

    private static void put(ObjectNode to, Exec exec) {
        switch (exec) {
            case Exec.MediaWiki() -> to.put("kind", "mediawiki");
            case Exec.Links(var kind, var title) -> {
                to.put("kind", "links");
                to.put("links", kind.label());
                to.put("title", title.toString());
            }
            case Exec.Emit(var what, var _) -> to.put("kind", what.label());
            case Exec.Http(var method, var uri, var _, var headers, var _, var _) -> {
                to.put("kind", "http");
                to.put("method", method);
                to.put("uri", withoutSecrets(uri.toString()));
                ArrayNode names = to.putArray("headers");
                headers.forEach(header -> names.add(header.name()));
            }
            case Exec.Program program -> {
                to.put("kind", "process");
                to.put("program", program.command().getFirst().literalPrefix());
            }
            case Exec.InProcess(var handler, var _) -> {
                to.put("kind", "handler");
                to.put("handler", handler);
            }
        }
    }

    /// @param template as JSON
    public static String withoutSecrets(String template) {
        String plain = template.length() > 1 && template.startsWith("\"")
                ? template.substring(1, template.length() - 1)
                : template;
        return QUERY.matcher(USER.matcher(plain).replaceFirst("//…@")).replaceFirst("?…");
    }
}
