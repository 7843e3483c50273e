package atoll.server.command;

import atoll.server.command.text.Table;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/// `atoll balance`.
@Command(
        name = "balance",
        mixinStandardHelpOptions = true,
        description = {
            "Shows that nothing accepted was lost: what became of every record and every delivery, by stream.",
            "Exits with 2 if anything is missing."
        },
        footer = {"", "Example:", "  atoll balance"})
final class BalanceCommand extends ServerCommand {
    private static final List<String> OTHER_ENDS =
            List.of("duplicate", "superseded", "ignored", "abandoned", "dropped");

    BalanceCommand(CommandContext context) {
        super(context);
    }

    @Override
    protected int run(AdminClient client, PrintWriter out) throws InterruptedException {
        AdminClient.Reply reply = client.get("/v1/admin/balance");
        JsonNode balance = reply.tree();
        long difference = balance.path("difference").asLong();
        if (options.json()) {
            out.println(reply.text());
            return difference == 0 ? 0 : 2;
        }
        Table table = new Table(
                "STREAM",
                "ACCEPTED",
                "UNMATCHED",
                "NOT ADMITTED",
                "JOBS",
                "DONE",
                "OTHER",
                "DEAD",
                "PENDING",
                "MISSING");
        for (JsonNode stream : balance.path("streams")) {
            row(
                    table,
                    stream.path("stream").asString(),
                    stream,
                    stream.path("difference").asLong());
        }
        row(table, "all", balance.path("totals"), difference);
        table.print(out);
        out.println();
        out.println(
                difference == 0
                        ? "nothing is missing"
                        : difference + " missing: streams with a number in the last column lost or doubled something;"
                                + " keep the data directory and look at the log");
        return difference == 0 ? 0 : 2;
    }

    private static void row(Table table, String name, JsonNode of, long difference) {
        JsonNode records = of.path("records");
        JsonNode deliveries = of.path("deliveries");
        table.row(
                name,
                records.path("accepted").asLong(),
                records.path("unmatched").asLong(),
                records.path("not_admitted_yet").asLong(),
                deliveries.path("admitted").asLong(),
                deliveries.path("done").asLong(),
                OTHER_ENDS.stream()
                        .mapToLong(end -> deliveries.path(end).asLong())
                        .sum(),
                deliveries.path("dead").asLong(),
                deliveries.path("pending").asLong(),
                difference);
    }
}
