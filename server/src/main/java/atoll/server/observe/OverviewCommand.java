package atoll.server.observe;

import atoll.server.command.AdminClient;
import atoll.server.command.CommandContext;
import atoll.server.command.ServerCommand;
import atoll.server.command.text.Ages;
import atoll.server.command.text.Plain;
import atoll.server.command.text.Table;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// `atoll overview`.
@Command(
        name = "overview",
        mixinStandardHelpOptions = true,
        description = "Shows what comes in, what is done, what fails and what is late, for each job type and stream.",
        footer = {"", "Examples:", "  atoll overview", "  atoll overview --type refreshLinks --minutes 180"})
public final class OverviewCommand extends ServerCommand {
    @Option(names = "--type", paramLabel = "TYPE", description = "only this job type or stream, in detail")
    private @Nullable String type;

    @Option(names = "--minutes", paramLabel = "N", description = "with --type: how far back, up to 1440 (default: 60)")
    private int minutes = 60;

    public OverviewCommand(CommandContext context) {
        super(context);
    }

    @Override
    protected int run(AdminClient client, PrintWriter out) throws InterruptedException {
        String one = type;
        String path = one == null
                ? "/v1/admin/overview"
                : AdminClient.path("/v1/admin/types/" + AdminClient.encode(one), Map.of("minutes", minutes));
        AdminClient.Reply reply = client.get(path);
        if (options.json()) {
            out.println(reply.text());
        } else if (one == null) {
            printAll(reply.tree(), out);
        } else {
            printOne(reply.tree(), out);
        }
        return 0;
    }

    private static void printAll(JsonNode overview, PrintWriter out) {
        Table table = new Table("TYPE", "IN/S", "DONE/S", "FAILED/S", "WAITING", "READY", "RUNNING", "DEAD", "LATE");
        for (JsonNode each : overview.path("types")) {
            table.row(
                    each.path("type").asString(),
                    rate(each, "accepted_per_second"),
                    rate(each, "done_per_second"),
                    rate(each, "failed_per_second"),
                    each.path("waiting").asLong(),
                    each.path("ready").asLong(),
                    each.path("running").asLong(),
                    each.path("dead").asLong(),
                    late(each));
        }
        if (table.isEmpty()) {
            out.println("no events yet");
        } else {
            table.print(out);
        }
        for (JsonNode each : overview.path("types")) {
            printHeld(each, out);
        }
        JsonNode difference = overview.path("balance").path("difference");
        if (difference.isNumber()) {
            out.println(
                    difference.asLong() == 0
                            ? "nothing is missing"
                            : difference.asLong() + " are missing, see 'atoll balance'");
        }
    }

    private static void printHeld(JsonNode type, PrintWriter out) {
        for (JsonNode held : type.path("held")) {
            out.println(Plain.text(type.path("type").asString()) + " of "
                    + Plain.text(held.path("wiki").asString()) + " is held up: "
                    + Plain.text(held.path("reason").asString()));
        }
    }

    private static void printOne(JsonNode type, PrintWriter out) {
        out.println(Plain.text(type.path("type").asString()) + ": " + rate(type, "accepted_per_second") + " in/s, "
                + rate(type, "done_per_second") + " done/s, " + rate(type, "failed_per_second") + " failed/s; "
                + type.path("ready").asLong() + " ready, "
                + type.path("running").asLong() + " running, concurrency "
                + type.path("concurrency").asLong());
        printLatency("waits", type.path("latency_ms").path("wait"), out);
        printLatency("runs", type.path("latency_ms").path("run"), out);
        printHeld(type, out);
        Table wikis = new Table("WIKI", "DONE", "SHARE", "WAITING", "RUNNING");
        type.path("wikis")
                .forEach(wiki -> wikis.row(
                        wiki.path("wiki").asString(),
                        wiki.path("done").asLong(),
                        String.format(
                                Locale.ROOT, "%.1f %%", 100 * wiki.path("share").asDouble()),
                        wiki.path("waiting").asLong(),
                        wiki.path("running").asLong()));
        if (!wikis.isEmpty()) {
            wikis.print(out);
        }
        Table failures = new Table("FAILURES", "CAUSE");
        type.path("failures")
                .forEach(failure -> failures.row(
                        failure.path("count").asLong(), failure.path("cause").asString()));
        if (!failures.isEmpty()) {
            failures.print(out);
        }
    }

    private static void printLatency(String what, JsonNode latency, PrintWriter out) {
        if (latency.isObject()) {
            out.println(String.format(
                    Locale.ROOT,
                    "%s %.0f ms in the middle, %.0f ms for one in ten, %.0f ms for one in a hundred",
                    what,
                    latency.path("p50").asDouble(),
                    latency.path("p90").asDouble(),
                    latency.path("p99").asDouble()));
        }
    }

    private static String rate(JsonNode of, String name) {
        return String.format(Locale.ROOT, "%.1f", of.path(name).asDouble());
    }

    private static String late(JsonNode type) {
        JsonNode seconds = type.path("oldest_seconds");
        return seconds.isNumber() ? Ages.words(Duration.ofMillis(Math.round(1000 * seconds.asDouble()))) : "-";
    }
}
