package atoll.changeprop.rule.template;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/// Text, or a tree of maps and lists of text, with places to be filled from an event.
///
/// `{{message.a.b}}` stands for the value of field b of field a, `{message.a.b}` for the same encoded as part of a URI.
/// `globals.message` and `$.message` are other spellings of `message`. A text that is exactly one `{{…}}` keeps the
/// value's type; in other text a value that is absent or null is nothing. A map's keys without a value vanish.
/// `{{globals.message}}` as the whole template is the event's bytes, untouched.
///
/// Immutable. Filling takes time linear in template and event.
public final class Template {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Node root;
    private final String source;

    private Template(Node root, String source) {
        this.root = root;
        this.source = source;
    }

    /// @param value what YAML gives: a map, list, string, number, boolean
    /// @throws IllegalArgumentException if an expression is malformed or not supported; says which
    public static Template parse(Object value) {
        return new Template(TemplateParser.node(value, 0), EventView.JSON.writeValueAsString(value));
    }

    /// A request body.
    ///
    /// @param isJson true unless the template made plain text
    @SuppressWarnings("ArrayRecordComponent") // identity is never used; the bytes are not copied for speed
    public record Body(byte[] bytes, boolean isJson) {}

    public Body body(EventView event) {
        if (isWholeEvent()) {
            return new Body(event.bytes(), true);
        }
        JsonNode value = value(root, event);
        if (value.isMissingNode() || value.isString()) {
            return new Body(plain(value).getBytes(StandardCharsets.UTF_8), false);
        }
        return new Body(EventView.JSON.writeValueAsBytes(value), true);
    }

    public String text(EventView event) {
        if (isWholeEvent()) {
            return new String(event.bytes(), StandardCharsets.UTF_8);
        }
        return plain(value(root, event));
    }

    boolean isWholeEvent() {
        return root instanceof Node.Field(var path, var encoded) && path.isEmpty() && !encoded;
    }

    /// The text before the first place to be filled; all of it if there is none.
    public String literalPrefix() {
        return switch (root) {
            case Node.Literal(var value) -> plain(value);
            case Node.Text(var parts) when parts.getFirst() instanceof Node.Literal(var value) -> plain(value);
            default -> "";
        };
    }

    public boolean isLiteral() {
        return root instanceof Node.Literal;
    }

    /// The template as JSON, the same for equal templates.
    @Override
    public String toString() {
        return source;
    }

    private static JsonNode value(Node node, EventView event) {
        return switch (node) {
            case Node.Literal(var value) -> value;
            case Node.Field(var path, var encoded) -> {
                JsonNode found = find(event.fields(), path);
                yield encoded ? NODES.stringNode(UriEncoding.component(plain(found))) : found;
            }
            case Node.Text(var parts) -> {
                StringBuilder text = new StringBuilder();
                parts.forEach(part -> text.append(plain(value(part, event))));
                yield NODES.stringNode(text.toString());
            }
            case Node.Fields(var fields) -> object(fields, event);
            case Node.Items(var items) -> array(items, event);
        };
    }

    private static ObjectNode object(Map<String, Node> fields, EventView event) {
        ObjectNode object = NODES.objectNode();
        fields.forEach((name, field) -> {
            JsonNode value = value(field, event);
            if (!value.isMissingNode()) {
                object.set(name, value);
            }
        });
        return object;
    }

    private static ArrayNode array(List<Node> items, EventView event) {
        ArrayNode array = NODES.arrayNode(items.size());
        for (Node item : items) {
            JsonNode value = value(item, event);
            array.add(value.isMissingNode() ? NODES.nullNode() : value);
        }
        return array;
    }

    private static JsonNode find(JsonNode from, List<String> path) {
        JsonNode found = from;
        for (String name : path) {
            found = found.isArray() && TemplateParser.isIndex(name)
                    ? found.path(Integer.parseInt(name))
                    : found.path(name);
        }
        return found.isMissingNode() ? MissingNode.getInstance() : found;
    }

    private static String plain(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        return value.isString() ? value.stringValue() : value.toString();
    }

    /// A part of a template.
    sealed interface Node {
        record Literal(JsonNode value) implements Node {}

        /// @param path names from the event down; empty for the event itself
        record Field(List<String> path, boolean encoded) implements Node {}

        record Text(List<Node> parts) implements Node {}

        record Fields(Map<String, Node> fields) implements Node {}

        record Items(List<Node> items) implements Node {}
    }
}
