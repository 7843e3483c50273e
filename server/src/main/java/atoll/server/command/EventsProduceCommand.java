package atoll.server.command;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.file.FileTrouble;
import atoll.server.command.text.Plain;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `atoll events produce`.
@Command(
        name = "produce",
        mixinStandardHelpOptions = true,
        description = {
            "Sends an event, or an array of events, as a producer does.",
            "Exits with 1 if one of them was not taken because of itself, with 2 if the server could not take it."
        },
        footer = {
            "",
            "Examples:",
            "  atoll events produce event.json",
            "  echo '[…]' | atoll events produce --stream test -"
        })
final class EventsProduceCommand extends ServerCommand {
    private static final int MOST_BYTES = 16 << 20;
    private static final int SHOWN = 20;

    @Parameters(paramLabel = "FILE", description = "a file with JSON; - reads the standard input")
    private String file = "";

    @Option(names = "--stream", paramLabel = "STREAM", description = "the stream of events that do not name one")
    private @Nullable String stream;

    EventsProduceCommand(CommandContext context) {
        super(context);
    }

    @Override
    protected int run(AdminClient client, PrintWriter out) throws InterruptedException {
        Map<String, @Nullable Object> parameters = new HashMap<>();
        parameters.put("stream", stream);
        AdminClient.Reply reply = client.send(AdminClient.path("/v1/events", parameters), read());
        boolean isTaken = reply.status() == 201 || reply.status() == 202;
        if (options.json()) {
            out.println(reply.bytes().length == 0 ? "{\"status\":" + reply.status() + "}" : reply.text());
        } else if (isTaken) {
            out.println("accepted (status " + reply.status() + ")");
        } else {
            out.println(
                    (reply.status() == 207 ? "accepted in part" : "not accepted") + " (status " + reply.status() + ")");
            printFailures(reply, out);
        }
        if (isTaken) {
            return 0;
        }
        return reply.status() >= 500 ? 2 : 1;
    }

    private byte[] read() {
        try (InputStream in = file.equals("-") ? context.in() : Files.newInputStream(Path.of(file))) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new AtollException(
                        ErrorKind.INVALID,
                        "'" + file + "' has more than " + MOST_BYTES + " bytes: send fewer events at once");
            }
            return bytes;
        } catch (IOException e) {
            throw new AtollException(ErrorKind.INVALID, "cannot read '" + file + "': " + FileTrouble.text(e), e);
        }
    }

    private static void printFailures(AdminClient.Reply reply, PrintWriter out) {
        if (reply.bytes().length == 0) {
            return;
        }
        JsonNode answer;
        try {
            answer = reply.tree();
        } catch (AtollException e) {
            out.println("  " + Plain.text(reply.text().lines().findFirst().orElse("")));
            return;
        }
        int shown = 0;
        for (String kind : new String[] {"invalid", "error"}) {
            for (JsonNode failure : answer.path(kind)) {
                if (shown++ < SHOWN) {
                    print(kind, failure, out);
                }
            }
        }
        if (shown > SHOWN) {
            out.println("  and " + (shown - SHOWN) + " more: see them with --json");
        }
        if (shown == 0 && answer.path("detail").isString()) {
            out.println("  " + Plain.text(answer.path("detail").asString()));
        }
    }

    private static void print(String kind, JsonNode failure, PrintWriter out) {
        JsonNode context = failure.path("context");
        String id = failure.path("event").path("meta").path("id").asString("");
        out.println("  " + kind + (id.isEmpty() ? "" : " " + Plain.text(id)) + ": "
                + Plain.text(context.path("message").asString("")));
        for (JsonNode error : context.path("errors")) {
            out.println("    "
                    + Plain.text(error.path("path").asString("") + ": "
                            + error.path("message").asString("")));
        }
    }
}
