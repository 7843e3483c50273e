package atoll.server.find;

import atoll.server.command.AdminClient;
import atoll.server.command.CommandContext;
import atoll.server.command.ServerCommand;
import atoll.server.command.text.Ages;
import atoll.server.command.text.Plain;
import atoll.server.command.text.Table;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `atoll find`.
@Command(
        name = "find",
        mixinStandardHelpOptions = true,
        description = {
            "Finds events by event id, request id, page title, wiki, sha1 or root signature.",
            "With --tree: everything the request of a found event led to, with what became of it."
        },
        footer = {
            "",
            "Examples:",
            "  atoll find 'Main Page'",
            "  atoll find --by wiki enwiki",
            "  atoll find --tree REQUEST-ID"
        })
public final class FindCommand extends ServerCommand {
    @Parameters(paramLabel = "TEXT", description = "what the events have")
    private String query = "";

    @Option(names = "--by", paramLabel = "WHAT", description = "job, request, sha1, root, wiki or title (default: any)")
    private @Nullable String by;

    @Option(names = "--limit", paramLabel = "N", description = "at most so many (default: 50)")
    private int limit = 50;

    @Option(names = "--tree", description = "show what led to what; TEXT is a request id, or an event's with --by job")
    private boolean tree;

    public FindCommand(CommandContext context) {
        super(context);
    }

    @Override
    protected int run(AdminClient client, PrintWriter out) throws InterruptedException {
        AdminClient.Reply reply = client.get(tree ? treePath() : findPath());
        if (options.json()) {
            out.println(reply.text());
        } else if (tree) {
            reply.tree().path("root").forEach(node -> printTree(node, "", out));
            printLeftOut(reply.tree().path("left_out").asLong(), out);
        } else {
            printFound(reply.tree(), out);
        }
        return 0;
    }

    private String treePath() {
        return AdminClient.path("/v1/admin/find/tree", Map.of("job".equals(by) ? "event" : "request", query));
    }

    private String findPath() {
        Map<String, @Nullable Object> parameters = new HashMap<>();
        parameters.put("q", query);
        parameters.put("by", by);
        parameters.put("limit", limit);
        return AdminClient.path("/v1/admin/find", parameters);
    }

    private void printFound(JsonNode answer, PrintWriter out) {
        Table table = new Table("CAME", "STREAM", "WIKI", "TITLE", "EVENT", "REQUEST", "STATES");
        answer.path("found")
                .forEach(event -> table.row(
                        Ages.from(event.path("received"), at(answer)),
                        event.path("stream").asString(),
                        event.path("wiki").asString(),
                        event.path("title").asString("-"),
                        event.path("event_id").asString(),
                        event.path("request_id").asString("-"),
                        states(event.path("states"))));
        if (table.isEmpty()) {
            out.println("nothing is found");
        } else {
            table.print(out);
        }
        if (answer.path("next").isString()) {
            out.println("there are more: raise --limit, or use --json");
        }
        long behind = answer.path("behind").asLong();
        if (behind > 0) {
            out.println(behind + " newer events cannot be found yet");
        }
    }

    private static String states(JsonNode states) {
        List<String> words = new ArrayList<>();
        states.properties()
                .forEach(state -> words.add(
                        state.getValue().asInt() == 1
                                ? state.getKey()
                                : state.getValue().asInt() + " " + state.getKey()));
        return words.isEmpty() ? "-" : String.join(", ", words);
    }

    private static void printTree(JsonNode node, String indent, PrintWriter out) {
        JsonNode event = node.path("event");
        out.println(indent + Plain.text(event.path("received").asString()) + "  "
                + Plain.text(event.path("stream").asString()) + "  "
                + Plain.text(event.path("title").asString("")) + "  "
                + Plain.text(event.path("event_id").asString()));
        for (JsonNode delivery : node.path("deliveries")) {
            out.println(indent + "    " + delivery.path("id").asString() + " "
                    + Plain.text(delivery.path("rule").asString()) + ": "
                    + delivery.path("state").asString() + waits(delivery.path("waits_for")));
        }
        node.path("children").forEach(child -> printTree(child, indent + "  ", out));
    }

    private static String waits(JsonNode waitsFor) {
        return waitsFor.isString() ? ", waits for " + Plain.text(waitsFor.asString()) : "";
    }

    private static void printLeftOut(long leftOut, PrintWriter out) {
        if (leftOut > 0) {
            out.println("and at least " + leftOut + " more events");
        }
    }
}
