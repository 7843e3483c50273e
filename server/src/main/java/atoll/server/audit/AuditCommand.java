package atoll.server.audit;

import atoll.server.command.AdminClient;
import atoll.server.command.CommandContext;
import atoll.server.command.ServerCommand;
import atoll.server.command.text.Ages;
import atoll.server.command.text.Table;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// `atoll audit`.
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = "Lists who changed what, why, and what came of it, the newest first.",
        footer = {"", "Example:", "  atoll audit --limit 20"})
public final class AuditCommand extends ServerCommand {
    @Option(names = "--limit", paramLabel = "N", description = "at most so many (default: 50)")
    private int limit = 50;

    @Option(names = "--before", paramLabel = "PLACE", description = "only older ones: the 'next' of the last answer")
    private @Nullable Long before;

    public AuditCommand(CommandContext context) {
        super(context);
    }

    @Override
    protected int run(AdminClient client, PrintWriter out) throws InterruptedException {
        Map<String, @Nullable Object> parameters = new HashMap<>();
        parameters.put("limit", limit);
        parameters.put("before", before);
        AdminClient.Reply reply = client.get(AdminClient.path("/v1/admin/audit", parameters));
        if (options.json()) {
            out.println(reply.text());
            return 0;
        }
        JsonNode answer = reply.tree();
        Table table = new Table("WHEN", "WHO", "ACTION", "WHAT", "REASON", "RESULT");
        answer.path("entries")
                .forEach(entry -> table.row(
                        Ages.from(entry.path("time"), at(answer)),
                        entry.path("who").asString(),
                        entry.path("action").asString(),
                        entry.path("what").asString(),
                        entry.path("reason").asString(),
                        result(entry)));
        if (table.isEmpty()) {
            out.println("nothing was changed yet");
        } else {
            table.print(out);
        }
        if (answer.path("next").isNumber()) {
            out.println("older ones: --before " + answer.path("next").asLong());
        }
        return 0;
    }

    private static String result(JsonNode entry) {
        JsonNode count = entry.path("count");
        return entry.path("result").asString() + (count.isNumber() ? " (" + count.asLong() + ")" : "");
    }
}
