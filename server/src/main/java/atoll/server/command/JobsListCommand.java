package atoll.server.command;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.server.command.text.Ages;
import atoll.server.command.text.Plain;
import atoll.server.command.text.Table;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// `atoll jobs list`.
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists jobs: those that are pending or dead, unless --state says otherwise.",
        footer = {
            "",
            "Examples:",
            "  atoll jobs list --state dead --wiki enwiki",
            "  atoll jobs list --state all --json"
        })
final class JobsListCommand extends ServerCommand {
    @Mixin
    private final FilterOptions filter = new FilterOptions();

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "at most so many (default: ${DEFAULT-VALUE}, at most 1000)")
    private int limit = 50;

    @Option(names = "--from", paramLabel = "ID", description = "begin with this delivery id, as the last listing said")
    private @Nullable String from;

    JobsListCommand(CommandContext context) {
        super(context);
    }

    @Override
    protected int run(AdminClient client, PrintWriter out) throws InterruptedException {
        if (limit < 1) {
            throw new AtollException(ErrorKind.INVALID, "--limit is '" + limit + "': must be at least 1");
        }
        Map<String, Object> parameters = filter.parameters();
        parameters.put("limit", limit);
        if (from != null) {
            parameters.put("from", from);
        }
        AdminClient.Reply reply = client.get(AdminClient.path("/v1/admin/jobs", parameters));
        if (options.json()) {
            out.println(reply.text());
            return 0;
        }
        JsonNode listing = reply.tree();
        Instant now = at(listing);
        Table table = new Table("ID", "STATE", "WIKI", "TYPE", "RECEIVED", "ATTEMPTS", "LAST");
        listing.path("jobs")
                .forEach(job -> table.row(
                        job.path("id").asString(),
                        job.path("state").asString(),
                        job.path("wiki").asString(),
                        job.path("type").asString(),
                        Ages.from(job.path("received"), now),
                        job.path("attempts").asLong(),
                        last(job.path("last"))));
        if (table.isEmpty()) {
            out.println("no such jobs");
        } else {
            table.print(out);
        }
        if (listing.path("next").isString()) {
            out.println("there may be more: --from "
                    + Plain.text(listing.path("next").asString()));
        }
        return 0;
    }

    private static String last(JsonNode moment) {
        if (!moment.isObject()) {
            return "";
        }
        String status =
                moment.path("status").isNumber() ? " " + moment.path("status").asInt() : "";
        String detail = moment.path("detail").asString();
        return moment.path("what").asString() + status + (detail.isEmpty() ? "" : ": " + detail);
    }
}
