package atoll.server.ruleversions;

import atoll.server.command.AdminClient;
import atoll.server.command.CommandContext;
import atoll.server.command.ServerCommand;
import atoll.server.command.text.Plain;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// `atoll rules preview`.
@Command(
        name = "preview",
        mixinStandardHelpOptions = true,
        description = "Shows what rule files would decide otherwise about the newest events of a running Atoll.",
        footer = {"", "Example:", "  atoll rules preview rules.yaml --last 500"})
public final class RulesPreviewCommand extends ServerCommand {
    @Mixin
    private final RuleFileOptions files = new RuleFileOptions();

    @Option(names = "--last", paramLabel = "N", description = "so many events (default: 1000)")
    private int last = 1_000;

    public RulesPreviewCommand(CommandContext context) {
        super(context);
    }

    @Override
    protected int run(AdminClient client, PrintWriter out) throws InterruptedException {
        AdminClient.Reply reply = client.post("/v1/admin/rules/preview", Map.of("files", files.texts(), "last", last));
        JsonNode answer = reply.tree();
        if (options.json()) {
            out.println(reply.text());
        } else {
            print(answer, out);
        }
        return answer.path("problems").isEmpty() ? 0 : 1;
    }

    private static void print(JsonNode answer, PrintWriter out) {
        answer.path("problems").forEach(problem -> out.println(Plain.text(problem.asString())));
        if (!answer.path("problems").isEmpty()) {
            return;
        }
        for (JsonNode change : answer.path("changes")) {
            out.println(Plain.text(change.path("stream").asString() + "  "
                    + change.path("event_id").asString()));
            change.path("before").forEach(line -> out.println("  - " + Plain.text(line.asString())));
            change.path("after").forEach(line -> out.println("  + " + Plain.text(line.asString())));
        }
        long events = answer.path("events").asLong();
        long unchanged = answer.path("unchanged").asLong();
        out.println((events - unchanged) + " of " + events + " events would be decided otherwise");
    }
}
