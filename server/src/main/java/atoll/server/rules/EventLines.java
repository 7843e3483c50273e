package atoll.server.rules;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.json.JsonTrouble;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Events from a file with one JSON value a line: an event, an array of events, or a recorded request, whose `body`
/// (text) or `event` holds them.
final class EventLines {
    private static final JsonMapper JSON = new JsonMapper();

    private EventLines() {}

    /// @param line from 1
    /// @param stream where the event is, or was recorded
    @SuppressWarnings("ArrayRecordComponent") // identity is never used
    record Line(int line, String stream, JsonNode event, byte[] bytes) {}

    static List<Line> read(String name, String text) {
        List<Line> events = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (!line.isBlank()) {
                try {
                    add(number, line, events);
                } catch (JacksonException e) {
                    throw new AtollException(
                            ErrorKind.INVALID,
                            name + " line " + number + ": not JSON: " + JsonTrouble.text(e)
                                    + " (one event, array of events or recorded request a line)",
                            e);
                }
            }
        }
        return events;
    }

    private static void add(int number, String line, List<Line> to) {
        JsonNode value = JSON.readTree(line);
        if (value.path("meta").isObject()) {
            to.add(line(number, value, "", line));
        } else if (value.path("event").isObject()) {
            JsonNode event = value.path("event");
            to.add(line(number, event, value.path("stream").asString(""), event.toString()));
        } else if (value.path("body").isString()) {
            String body = value.path("body").stringValue();
            JsonNode inner = JSON.readTree(body);
            if (inner.isArray()) {
                inner.forEach(event -> to.add(line(number, event, "", event.toString())));
            } else {
                to.add(line(number, inner, "", body));
            }
        } else if (value.isArray()) {
            value.forEach(event -> to.add(line(number, event, "", event.toString())));
        } else {
            to.add(line(number, value, "", line));
        }
    }

    private static Line line(int number, JsonNode event, String recorded, String text) {
        String stream = event.path("meta").path("stream").asString("");
        return new Line(number, stream.isEmpty() ? recorded : stream, event, text.getBytes(StandardCharsets.UTF_8));
    }
}
