package atoll.server.deadletter;

import atoll.server.command.AdminClient;
import atoll.server.command.CommandContext;
import atoll.server.command.ServerCommand;
import atoll.server.command.text.Ages;
import atoll.server.command.text.Table;
import java.io.PrintWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// `atoll actions`.
@Command(
        name = "actions",
        mixinStandardHelpOptions = true,
        description = "Lists what goes on in the background with many dead letters, and what has ended; cancels it.",
        footer = {"", "Examples:", "  atoll actions", "  atoll actions --cancel a17"})
public final class ActionsCommand extends ServerCommand {
    @Option(names = "--cancel", paramLabel = "ID", description = "end this one where it is")
    private @Nullable String cancel;

    @Option(names = "--reason", paramLabel = "TEXT", description = "with --cancel: why, for the audit")
    private String reason = "";

    public ActionsCommand(CommandContext context) {
        super(context);
    }

    @Override
    protected int run(AdminClient client, PrintWriter out) throws InterruptedException {
        String id = cancel;
        AdminClient.Reply reply = id == null
                ? client.get("/v1/admin/actions")
                : client.post(
                        "/v1/admin/actions/" + AdminClient.encode(id) + "/cancel",
                        Map.of("by", context.user(), "reason", reason));
        if (options.json()) {
            out.println(reply.text());
            return 0;
        }
        JsonNode answer = reply.tree();
        Table table = new Table("ID", "KIND", "STATE", "CHANGED", "OF", "STARTED", "BY", "REASON", "TROUBLE");
        if (id == null) {
            answer.path("actions").forEach(action -> row(table, action, answer));
        } else {
            row(table, answer, answer);
        }
        if (table.isEmpty()) {
            out.println("no actions yet");
        } else {
            table.print(out);
        }
        return 0;
    }

    private void row(Table table, JsonNode action, JsonNode answer) {
        table.row(
                action.path("id").asString(),
                action.path("kind").asString(),
                action.path("state").asString(),
                action.path("changed").asLong(),
                action.path("matched").asLong(),
                Ages.from(action.path("started"), at(answer)),
                action.path("by").asString(),
                action.path("reason").asString(),
                action.path("trouble").asString("-"));
    }
}
