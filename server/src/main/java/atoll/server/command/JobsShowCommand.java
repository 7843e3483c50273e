package atoll.server.command;

import atoll.server.command.text.Plain;
import atoll.server.command.text.TimelineText;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `atoll jobs show`.
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Shows all that happened to one event or delivery. Exits with 1 if nothing is known of it.",
        footer = {"", "Examples:", "  atoll jobs show 3:1207", "  atoll jobs show 8a6e2f0c-1d3b-4b0e-9f57-2f3f0d6f6c11"
        })
final class JobsShowCommand extends ServerCommand {
    @Parameters(paramLabel = "ID", description = "a delivery id (3:1207) or an event id (meta.id)")
    private String id = "";

    JobsShowCommand(CommandContext context) {
        super(context);
    }

    @Override
    protected int run(AdminClient client, PrintWriter out) throws InterruptedException {
        AdminClient.Reply reply = client.get("/v1/admin/jobs/" + AdminClient.encode(id));
        JsonNode answer = reply.tree();
        boolean isKnown =
                !answer.path("deliveries").isEmpty() || !answer.path("records").isEmpty();
        if (options.json()) {
            out.println(reply.text());
            return isKnown ? 0 : 1;
        }
        TimelineText text = new TimelineText(out, at(answer));
        boolean isFirst = true;
        for (JsonNode job : answer.path("deliveries")) {
            if (!isFirst) {
                out.println();
            }
            isFirst = false;
            text.print(job);
        }
        if (answer.path("deliveries").isEmpty()) {
            out.println("event " + Plain.text(id) + ": "
                    + Plain.text(answer.path("explanation").asString()));
            for (JsonNode found : answer.path("records")) {
                out.println("  received " + Plain.text(found.path("received").asString()) + " in "
                        + Plain.text(found.path("topic").asString()) + "/"
                        + found.path("partition").asInt() + " at "
                        + found.path("offset").asLong());
                out.println("  " + Plain.text(found.path("explanation").asString()));
            }
        }
        return isKnown ? 0 : 1;
    }
}
