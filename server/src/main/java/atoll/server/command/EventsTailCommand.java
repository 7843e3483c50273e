package atoll.server.command;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.server.command.text.Plain;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// `atoll events tail`.
@Command(
        name = "tail",
        mixinStandardHelpOptions = true,
        description = "Shows the newest events of one topic or of all, one a line, and with --follow those that come.",
        footer = {
            "",
            "Examples:",
            "  atoll events tail --topic mediawiki.job.refreshLinks --limit 3",
            "  atoll events tail --from latest --follow"
        })
final class EventsTailCommand extends ServerCommand {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(300);
    private static final int WAIT_SECONDS = 10;
    private static final int PORTION = 100;
    private static final String INTERNAL = "atoll.";

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            description = "a topic, with or without its datacenter (default: all)")
    private @Nullable String topic;

    @Option(
            names = "--from",
            paramLabel = "WHERE",
            description = "earliest, latest, or an offset (default: the last ones, as many as --limit)")
    private @Nullable String from;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "at most so many of each partition (default: 10; with --follow, no limit after those)")
    private int limit = 10;

    @Option(names = "--follow", description = "go on with what comes, until interrupted")
    private boolean follow;

    EventsTailCommand(CommandContext context) {
        super(context);
    }

    /// A partition and how far it is printed.
    private static final class Place {
        final String topic;
        final int partition;
        String next;

        Place(String topic, int partition, String next) {
            this.topic = topic;
            this.partition = partition;
            this.next = next;
        }
    }

    @Override
    protected int run(AdminClient client, PrintWriter out) throws InterruptedException {
        if (limit < 1) {
            throw new AtollException(ErrorKind.INVALID, "--limit is '" + limit + "': must be at least 1");
        }
        List<Place> places = places(client);
        for (Place place : places) {
            int left = limit;
            int count = 1;
            while (left > 0 && count > 0) {
                count = look(client, place, Math.min(PORTION, left), 0, out);
                left -= count;
            }
        }
        while (follow && !out.checkError()) {
            int wait = places.size() == 1 ? WAIT_SECONDS : 0;
            int count = 0;
            for (Place place : places) {
                count += look(client, place, PORTION, wait, out);
            }
            if (count == 0 && wait == 0) {
                context.time().sleep(BETWEEN_LOOKS);
            }
        }
        return 0;
    }

    private List<Place> places(AdminClient client) throws InterruptedException {
        String start = from == null ? "-" + limit : from;
        List<Place> places = new ArrayList<>();
        for (JsonNode known : client.get("/v1/admin/topics").tree().path("topics")) {
            String name = known.path("name").asString();
            if (isMeant(name)) {
                known.path("partitions")
                        .forEach(partition -> places.add(
                                new Place(name, partition.path("partition").asInt(), start)));
            }
        }
        if (places.isEmpty() && topic != null) {
            throw new AtollException(
                    ErrorKind.NOT_FOUND, "there is no topic '" + topic + "'; 'atoll log topics' lists them");
        }
        return places;
    }

    private boolean isMeant(String name) {
        if (topic == null) {
            return !name.startsWith(INTERNAL);
        }
        int dot = name.indexOf('.');
        return name.equals(topic) || name.substring(dot + 1).equals(topic);
    }

    private int look(AdminClient client, Place place, int most, int wait, PrintWriter out) throws InterruptedException {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("partition", place.partition);
        parameters.put("from", place.next);
        parameters.put("limit", most);
        parameters.put("wait", wait);
        AdminClient.Reply reply = client.get(
                AdminClient.path("/v1/admin/topics/" + AdminClient.encode(place.topic) + "/records", parameters));
        JsonNode page = reply.tree();
        if (options.json()) {
            // The server writes one record a line, so that they can be passed on without being read and written again.
            reply.text()
                    .lines()
                    .filter(line -> line.startsWith("{\"partition\""))
                    .forEach(line -> out.println(one(line)));
        } else {
            page.path("records").forEach(record -> print(place, record, out));
        }
        out.flush();
        place.next = Long.toString(page.path("next").asLong());
        return page.path("records").size();
    }

    /// Without what separates it from the next record.
    private static String one(String line) {
        if (line.endsWith("]}")) {
            return line.substring(0, line.length() - 2);
        }
        return line.endsWith(",") ? line.substring(0, line.length() - 1) : line;
    }

    private static void print(Place place, JsonNode record, PrintWriter out) {
        JsonNode value = record.path("value");
        String shown = value.isMissingNode()
                ? record.has("value_text")
                        ? record.path("value_text").asString()
                        : "base64 " + record.path("value_base64").asString()
                : value.toString();
        out.println(Plain.text(record.path("timestamp").asString()) + "  " + Plain.text(place.topic) + "/"
                + place.partition + " " + record.path("offset").asLong() + "  " + Plain.text(shown));
    }
}
