package atoll.changeprop.rule;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.changeprop.rule.template.EventView;
import atoll.changeprop.rule.template.UriEncoding;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Events as a rule makes them of an event, each with the stream it is for. What only the sending knows (`meta.id`,
/// `meta.dt`, what they follow from) is not there yet, and their schemas are not checked.
///
/// @param events at least one
public record Emission(List<ObjectNode> events) {
    /// The stream that what is to be purged goes to.
    public static final String PURGE_STREAM = "resource-purge";

    private static final String PURGE_SCHEMA = "/resource_change/1.0.0";
    private static final Pattern URL = Pattern.compile("(?:https?:)?//[^/?#]+.*", Pattern.DOTALL);
    private static final int LONGEST_SHOWN = 100;

    public Emission {
        events = List.copyOf(events);
    }

    public String stream(int index) {
        return events.get(index).path("meta").path("stream").asString("");
    }

    /// All or nothing: one entry that is no event keeps the others from being sent, so that it is seen.
    ///
    /// @param event with what the case's match captured
    /// @throws AtollException INVALID if the list is none, or if an entry is no event or no URL; TOO_LARGE
    public static Emission of(Exec.Emit emit, EventView event) {
        JsonNode list = emit.list().value(event);
        if (!list.isArray() || list.isEmpty()) {
            throw invalid("the body is " + shown(list) + ": must be a list with at least one of the "
                    + emit.what().label());
        }
        List<ObjectNode> events = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            events.add(
                    switch (emit.what()) {
                        case EVENTS -> event(list.get(i), i);
                        case PURGES -> purge(list.get(i), i);
                    });
        }
        return new Emission(events);
    }

    /// A copy: what a template takes out of an event can be the event itself.
    private static ObjectNode event(JsonNode entry, int index) {
        JsonNode stream = entry.path("meta").path("stream");
        if (!(entry instanceof ObjectNode object)
                || !stream.isString()
                || stream.stringValue().isEmpty()) {
            throw invalid("body[" + index + "] is " + shown(entry) + ": must be an event with 'meta.stream'");
        }
        return object.deepCopy();
    }

    private static ObjectNode purge(JsonNode entry, int index) {
        String uri = entry.path("meta").path("uri").asString("");
        if (!URL.matcher(uri).matches()) {
            throw invalid("body[" + index + "] is " + shown(entry)
                    + ": must have a 'meta.uri' that begins with http://, https:// or //");
        }
        ObjectNode event = JsonNodeFactory.instance.objectNode().put("$schema", PURGE_SCHEMA);
        event.putObject("meta").put("stream", PURGE_STREAM).put("uri", UriEncoding.legal(uri));
        return event;
    }

    private static AtollException invalid(String message) {
        return new AtollException(ErrorKind.INVALID, message);
    }

    private static String shown(JsonNode value) {
        if (value.isMissingNode()) {
            return "absent";
        }
        String text = value.toString();
        return "'" + (text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "…" : text) + "'";
    }
}
