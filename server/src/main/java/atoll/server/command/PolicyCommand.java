package atoll.server.command;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.server.command.text.Plain;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// A command that changes the policy of a job type and a wiki or section. It reads what is in force, changes one thing
/// of
/// it, and sends it with the version it has read: if somebody else was quicker, nothing is changed.
abstract class PolicyCommand extends ServerCommand {
    private static final String ANY = "*";

    @Parameters(arity = "1", paramLabel = "TYPE", description = "job type; '*' (in quotes) for all")
    private String type = ANY;

    @Option(names = "--wiki", paramLabel = "WIKI", description = "only this wiki")
    private @Nullable String wiki;

    @Option(names = "--section", paramLabel = "SECTION", description = "only the wikis of this section")
    private @Nullable String section;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why; is kept and shown to others")
    private String reason = "";

    PolicyCommand(CommandContext context) {
        super(context);
    }

    @Override
    protected final int run(AdminClient client, PrintWriter out) throws InterruptedException {
        if (wiki != null && section != null) {
            throw new AtollException(
                    ErrorKind.INVALID, "give --wiki or --section, not both: a wiki is in one section already");
        }
        JsonNode policies = client.get("/v1/admin/policies").tree();
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("reason", reason);
        body.put("by", context.user());
        body.put("version", policies.path("version").asLong());
        Map<String, @Nullable Object> policy = changed(own(policies), policies);
        String path = "/v1/admin/policies";
        if (policy == null) {
            body.put("key", target());
            path += "/remove";
        } else {
            policy.putAll(target());
            body.put("policy", policy);
        }
        AdminClient.Reply reply = client.post(path, body);
        if (options.json()) {
            out.println(reply.text());
            return 0;
        }
        JsonNode answer = reply.tree();
        out.println(
                done() + " " + words() + " (version " + answer.path("version").asLong() + ")");
        answer.path("warnings").forEach(warning -> out.println("note: " + Plain.text(warning.asString())));
        return 0;
    }

    /// The policy to be recorded, without its target; null to remove what is recorded.
    ///
    /// @param own what is in force for the target, all fields absent if nothing is
    abstract @Nullable Map<String, @Nullable Object> changed(JsonNode own, JsonNode policies);

    /// What was done, for the result's line.
    abstract String done();

    private JsonNode own(JsonNode policies) {
        Map<String, String> target = target();
        for (JsonNode policy : policies.path("policies")) {
            if (target.entrySet().stream()
                    .allMatch(part ->
                            part.getValue().equals(policy.path(part.getKey()).asString()))) {
                return policy;
            }
        }
        return policies.path("nothing is in force");
    }

    /// What was set at run time, to be changed. What the configuration says is not copied into it.
    static Map<String, @Nullable Object> recorded(JsonNode own) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (String name : List.of("paused", "weight", "concurrency", "rate")) {
            JsonNode field = own.path("recorded").path(name);
            if (!field.isMissingNode() && !field.isNull()) {
                fields.put(name, field);
            }
        }
        return fields;
    }

    private Map<String, String> target() {
        return Map.of("type", type, "wiki", wiki == null ? ANY : wiki, "section", section == null ? ANY : section);
    }

    /// What the command is about, for people.
    final String words() {
        String what = type.equals(ANY) ? "all job types" : "'" + type + "'";
        if (wiki != null) {
            return what + " of wiki '" + wiki + "'";
        }
        return what + (section == null ? " of all wikis" : " of section '" + section + "'");
    }
}
