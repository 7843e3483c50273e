package atoll.server.command;

import atoll.server.command.text.Ages;
import atoll.server.command.text.Table;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// `atoll queue`.
@Command(
        name = "queue",
        mixinStandardHelpOptions = true,
        description = "Shows how many jobs of which type and wiki are in which state, and what holds them up.",
        footer = {"", "Example:", "  atoll queue --wiki enwiki"})
final class QueueCommand extends ServerCommand {
    private static final List<String> COLUMNS = List.of("ready", "claimed", "retry", "dead", "done");
    private static final List<String> OTHER_ENDS =
            List.of("duplicate", "superseded", "ignored", "abandoned", "dropped");

    @Option(names = "--wiki", paramLabel = "WIKI", description = "only this wiki")
    private @Nullable String wiki;

    @Option(names = "--type", paramLabel = "TYPE", description = "only this job type")
    private @Nullable String type;

    @Option(names = "--rule", paramLabel = "RULE", description = "only this rule")
    private @Nullable String rule;

    QueueCommand(CommandContext context) {
        super(context);
    }

    @Override
    protected int run(AdminClient client, PrintWriter out) throws InterruptedException {
        Map<String, @Nullable Object> parameters = new HashMap<>();
        parameters.put("wiki", wiki);
        parameters.put("type", type);
        parameters.put("rule", rule);
        AdminClient.Reply reply = client.get(AdminClient.path("/v1/admin/queue", parameters));
        if (options.json()) {
            out.println(reply.text());
            return 0;
        }
        JsonNode queue = reply.tree();
        Table table =
                new Table("WIKI", "TYPE", "RULE", "WAITING", "READY", "RUNNING", "RETRY", "DEAD", "DONE", "OTHER");
        queue.path("rows")
                .forEach(row -> table.row(
                        row.path("wiki").asString(),
                        row.path("type").asString(),
                        row.path("rule").asString(),
                        waiting(row.path("counts")),
                        count(row, 0),
                        count(row, 1),
                        count(row, 2),
                        count(row, 3),
                        count(row, 4),
                        others(row.path("counts"))));
        if (table.isEmpty()) {
            out.println("no jobs yet");
        } else {
            table.print(out);
        }
        long leftOut = queue.path("rows_left_out").asLong();
        if (leftOut > 0) {
            out.println("and " + leftOut + " more rows: narrow it down with --wiki or --type, or use --json");
        }
        printSummary(queue, out);
        printHeld(queue, out);
        return 0;
    }

    private static long waiting(JsonNode counts) {
        return counts.path("new").asLong() + counts.path("waiting").asLong();
    }

    private static long count(JsonNode row, int column) {
        return row.path("counts").path(COLUMNS.get(column)).asLong();
    }

    private static long others(JsonNode counts) {
        return OTHER_ENDS.stream().mapToLong(end -> counts.path(end).asLong()).sum();
    }

    private static void printSummary(JsonNode queue, PrintWriter out) {
        JsonNode totals = queue.path("totals");
        StringBuilder line = new StringBuilder("\n");
        line.append(waiting(totals)).append(" waiting, ");
        for (String state : List.of("ready", "claimed", "retry", "dead", "done")) {
            line.append(totals.path(state).asLong())
                    .append(state.equals("claimed") ? " running" : " " + state)
                    .append(state.equals("done") ? "" : ", ");
        }
        OTHER_ENDS.stream()
                .filter(end -> totals.path(end).asLong() > 0)
                .forEach(end -> line.append(", ")
                        .append(totals.path(end).asLong())
                        .append(' ')
                        .append(end));
        JsonNode age = queue.path("oldest_age_seconds");
        line.append(age.isNumber() ? "; the oldest came " + ago(age) : "");
        out.println(line);
    }

    private static String ago(JsonNode seconds) {
        String words = Ages.words(Duration.ofMillis(Math.round(seconds.asDouble() * 1000)));
        return words.equals("now") ? "just now" : words + " ago";
    }

    private void printHeld(JsonNode queue, PrintWriter out) {
        Instant now = at(queue);
        Table held = new Table("HELD UP", "TYPE", "RULE", "JOBS", "BECAUSE");
        queue.path("held")
                .forEach(lane -> held.row(
                        lane.path("wiki").asString(),
                        lane.path("type").asString(),
                        lane.path("rule").asString(),
                        lane.path("deliveries").asLong(),
                        lane.path("reason").asString()));
        Table pauses = new Table("PAUSED", "RULE", "UNTIL");
        queue.path("pauses")
                .forEach(pause -> pauses.row(
                        pause.path("wiki").asString(),
                        pause.path("rule").asString().isEmpty()
                                ? "all"
                                : pause.path("rule").asString(),
                        Ages.from(pause.path("until"), now)));
        for (Table table : List.of(held, pauses)) {
            if (!table.isEmpty()) {
                out.println();
                table.print(out);
            }
        }
    }
}
