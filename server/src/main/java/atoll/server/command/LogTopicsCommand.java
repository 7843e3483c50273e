package atoll.server.command;

import atoll.server.command.text.Ages;
import atoll.server.command.text.Plain;
import atoll.server.command.text.Table;
import java.io.PrintWriter;
import java.time.Duration;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/// `atoll log topics`.
@Command(
        name = "topics",
        mixinStandardHelpOptions = true,
        description = "Lists the topics of the event log, with their sizes and how long they are kept.",
        footer = {"", "Example:", "  atoll log topics"})
final class LogTopicsCommand extends ServerCommand {
    LogTopicsCommand(CommandContext context) {
        super(context);
    }

    @Override
    protected int run(AdminClient client, PrintWriter out) throws InterruptedException {
        AdminClient.Reply reply = client.get("/v1/admin/topics");
        if (options.json()) {
            out.println(reply.text());
            return 0;
        }
        JsonNode answer = reply.tree();
        Table table = new Table("TOPIC", "PARTITIONS", "RECORDS", "SIZE", "KEPT FOR", "KEPT UP TO");
        for (JsonNode topic : answer.path("topics")) {
            long seconds = Math.round(topic.path("retention_seconds").asDouble());
            long bytes = topic.path("retention_bytes").asLong();
            table.row(
                    topic.path("name").asString(),
                    topic.path("partitions").size(),
                    topic.path("records").asLong(),
                    Ages.size(topic.path("bytes").asLong()),
                    seconds == 0 ? "as needed" : Ages.words(Duration.ofSeconds(seconds)),
                    bytes == 0 ? "any size" : Ages.size(bytes));
        }
        if (table.isEmpty()) {
            out.println("no topics yet");
        } else {
            table.print(out);
        }
        if (answer.path("refuses_because").isString()) {
            out.println("the log takes nothing: "
                    + Plain.text(answer.path("refuses_because").asString()));
        }
        return 0;
    }
}
