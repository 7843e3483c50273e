package atoll.server.command;

import atoll.server.command.text.Plain;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/// `atoll rules reload`.
@Command(
        name = "reload",
        mixinStandardHelpOptions = true,
        description = "Reads the rule files again. If they have problems, all are shown and the old rules stay.",
        footer = {
            "",
            "Example:",
            "  atoll rules reload",
            "A running Atoll notices changed files within some seconds by itself; this does not wait for it."
        })
final class RulesReloadCommand extends ServerCommand {
    RulesReloadCommand(CommandContext context) {
        super(context);
    }

    @Override
    protected int run(AdminClient client, PrintWriter out) throws InterruptedException {
        AdminClient.Reply reply = client.post("/v1/admin/rules/reload", Map.of());
        if (options.json()) {
            out.println(reply.text());
            return 0;
        }
        JsonNode answer = reply.tree();
        String hash = Plain.text(answer.path("hash").asString());
        out.println(
                answer.path("changed").asBoolean()
                        ? "rule set " + hash + " is in force, before it was "
                                + Plain.text(answer.path("before").asString())
                        : "rule set " + hash + " is in force already");
        answer.path("doubts").forEach(doubt -> out.println("doubtful: " + Plain.text(doubt.asString())));
        return 0;
    }
}
