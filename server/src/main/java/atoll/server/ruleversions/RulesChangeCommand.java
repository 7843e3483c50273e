package atoll.server.ruleversions;

import atoll.server.command.AdminClient;
import atoll.server.command.CommandContext;
import atoll.server.command.ServerCommand;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `atoll rules apply` and `atoll rules rollback`.
public abstract class RulesChangeCommand extends ServerCommand {
    @Option(names = "--reason", paramLabel = "TEXT", description = "why, for the audit")
    private String reason = "";

    private final String path;

    private RulesChangeCommand(CommandContext context, String path) {
        super(context);
        this.path = path;
    }

    abstract Map<String, Object> change();

    @Override
    protected int run(AdminClient client, PrintWriter out) throws InterruptedException {
        Map<String, Object> body = new HashMap<>(change());
        body.put("by", context.user());
        body.put("reason", reason);
        AdminClient.Reply reply = client.post(path, body);
        JsonNode answer = reply.tree();
        if (options.json()) {
            out.println(reply.text());
        } else {
            out.println("version " + answer.path("version").asInt() + " is in force"
                    + (answer.path("is_changed").asBoolean() ? "" : "; its rules are the same as before"));
        }
        return 0;
    }

    /// `atoll rules apply`.
    @Command(
            name = "apply",
            mixinStandardHelpOptions = true,
            description = {
                "Puts rule files into force on a running Atoll, instead of those in its configuration.",
                "They stay in force over a restart, until others are given or the configured files change."
            },
            footer = {"", "Example:", "  atoll rules apply rules.yaml --reason 'fewer purges'"})
    public static final class Apply extends RulesChangeCommand {
        @Mixin
        private final RuleFileOptions files = new RuleFileOptions();

        public Apply(CommandContext context) {
            super(context, "/v1/admin/rules/apply");
        }

        @Override
        Map<String, Object> change() {
            return Map.of("files", files.texts());
        }
    }

    /// `atoll rules rollback`.
    @Command(
            name = "rollback",
            mixinStandardHelpOptions = true,
            description = "Puts an earlier version of the rules into force, or the configured files.",
            footer = {"", "Examples:", "  atoll rules rollback 3", "  atoll rules rollback 0   (the configured files)"})
    public static final class Rollback extends RulesChangeCommand {
        @Parameters(paramLabel = "VERSION", description = "see 'atoll rules versions'; 0: the configured files")
        private int to;

        public Rollback(CommandContext context) {
            super(context, "/v1/admin/rules/rollback");
        }

        @Override
        Map<String, Object> change() {
            return Map.of("to", to);
        }
    }
}
