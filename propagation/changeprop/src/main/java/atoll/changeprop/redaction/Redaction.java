package atoll.changeprop.redaction;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.json.Json;
import atoll.changeprop.rule.template.UriEncoding;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Fields of events that are not shown to people: what stands there is replaced by [#MASK].
///
/// A field is a path such as `params.ip`; `*` stands for any member, lists are walked through. It is also found in the
/// event that a retry, continue or error event is about. What is stored and what is sent to wikis and services is not
/// touched. Immutable; safe for use by many threads.
public final class Redaction {
    public static final String MASK = "[redacted]";
    public static final Redaction NONE = new Redaction(List.of());

    /// Shorter values are not looked for in texts: they stand in almost every one by chance.
    private static final int SHORTEST = 3;
    private static final int DEEPEST = 16;
    /// Members that hold another event, as JSON or as its text.
    private static final List<String> INNER = List.of("original_event", "raw_event");

    private final List<List<String>> paths;

    private Redaction(List<List<String>> paths) {
        this.paths = List.copyOf(paths);
    }

    /// @throws AtollException INVALID for what is no path
    public static Redaction of(Collection<String> paths) {
        List<List<String>> parsed = new ArrayList<>();
        for (String path : paths) {
            List<String> steps = List.of(path.split("\\.", -1));
            if (steps.size() > DEEPEST || steps.stream().anyMatch(String::isBlank)) {
                throw new AtollException(
                        ErrorKind.INVALID,
                        "admin.redact has '" + path + "': must be the path of a field, of at most " + DEEPEST
                                + " names with dots between (example: params.ip)");
            }
            parsed.add(steps);
        }
        return new Redaction(parsed);
    }

    public boolean isNone() {
        return paths.isEmpty();
    }

    /// The event without what is not to be seen; the same bytes if there is nothing of it.
    ///
    /// @throws AtollException INVALID if it is not JSON
    public byte[] event(byte[] event) {
        if (isNone()) {
            return event;
        }
        JsonNode tree = Json.readTree(event);
        Set<String> found = new TreeSet<>();
        mask(tree, found, 0);
        return found.isEmpty() ? event : tree.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// A text about an event, such as what a wiki answered, without the values of the event's fields: neither as they
    /// are,
    /// nor as part of an address, nor cut off at the end.
    public String text(String text, byte[] event) {
        return isNone() || text.isEmpty() ? text : about(event).apply(text);
    }

    /// The same for several texts about one event.
    UnaryOperator<String> about(byte[] event) {
        if (isNone()) {
            return UnaryOperator.identity();
        }
        Set<String> values = new TreeSet<>(
                Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));
        try {
            mask(Json.readTree(event), values, 0);
        } catch (AtollException e) {
            // An event that cannot be read has no fields; nothing can be said about what the text repeats of it.
            return text -> text.isEmpty() ? text : MASK;
        }
        return text -> masked(text, values);
    }

    private static String masked(String text, Set<String> values) {
        String masked = text;
        for (String value : values) {
            if (value.length() >= SHORTEST) {
                masked = without(masked, value);
                masked = without(masked, UriEncoding.component(value));
                String quoted = JsonNodeFactory.instance.stringNode(value).toString();
                masked = without(masked, quoted.substring(1, quoted.length() - 1));
            }
        }
        return masked;
    }

    private static String without(String text, String value) {
        String masked = text.replace(value, MASK);
        String whole = masked.endsWith("…") ? masked.substring(0, masked.length() - 1) : masked;
        for (int length = Math.min(value.length() - 1, whole.length()); length >= SHORTEST; length--) {
            if (whole.endsWith(value.substring(0, length))) {
                return whole.substring(0, whole.length() - length) + MASK;
            }
        }
        return masked;
    }

    /// @param found gets the values that were masked
    private void mask(JsonNode event, Set<String> found, int level) {
        for (List<String> path : paths) {
            mask(event, path, found);
        }
        if (level < DEEPEST && event instanceof ObjectNode object) {
            for (String name : INNER) {
                JsonNode inner = object.path(name);
                if (inner.isObject()) {
                    mask(inner, found, level + 1);
                } else if (inner.isString()) {
                    object.put(name, innerText(inner.stringValue(), found, level));
                }
            }
        }
    }

    private String innerText(String text, Set<String> found, int level) {
        JsonNode inner;
        try {
            inner = Json.readTree(text.getBytes(StandardCharsets.UTF_8));
        } catch (AtollException e) {
            found.add(text);
            return MASK;
        }
        Set<String> here = new TreeSet<>();
        mask(inner, here, level + 1);
        found.addAll(here);
        return here.isEmpty() ? text : inner.toString();
    }

    private static void mask(JsonNode node, List<String> path, Set<String> found) {
        if (node instanceof ArrayNode list) {
            list.forEach(item -> mask(item, path, found));
            return;
        }
        if (!(node instanceof ObjectNode object)) {
            return;
        }
        String step = path.getFirst();
        Collection<String> names = step.equals("*") ? List.copyOf(object.propertyNames()) : List.of(step);
        for (String name : names) {
            JsonNode value = object.path(name);
            if (path.size() > 1) {
                mask(value, path.subList(1, path.size()), found);
            } else if (!value.isMissingNode() && !value.isNull()) {
                collect(value, found);
                object.put(name, MASK);
            }
        }
    }

    private static void collect(JsonNode value, Set<String> found) {
        if (value.isContainer()) {
            value.forEach(item -> collect(item, found));
            found.add("");
        } else {
            found.add(value.isString() ? value.stringValue() : value.toString());
        }
    }
}
