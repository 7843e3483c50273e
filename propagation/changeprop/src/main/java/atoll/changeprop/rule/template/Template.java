package atoll.changeprop.rule.template;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Text, or a tree of maps and lists of text, with places to be filled from an event and from what a match captured.
///
/// `{{expr}}` and `{+expr}` stand for a value, `{expr}` for the same encoded as a component of a URI, `{/expr}` for a
/// segment of a path with its slash (nothing if there is no value), and `{name:text}` for the fixed text. An expression
/// is a path (`message.a.b`, `message.list[0]`, `message.map[message.key]`, `match.meta.uri.title`; `globals.` or `$.`
/// may
/// stand before it), a literal, or a call of a [Function]. A text that is exactly one `{{…}}` keeps the value's type;
/// in
/// other text a value that is absent or null is nothing. A map's keys without a value vanish. `{{globals.message}}` as
/// the whole template is the event's bytes, untouched.
///
/// Immutable. Filling takes time linear in template and event, and gives at most 64 MiB.
public final class Template {
    private static final int LARGEST = 64 << 20;

    private final Node root;
    private final String source;

    private Template(Node root, String source) {
        this.root = root;
        this.source = source;
    }

    /// @param value what YAML gives: a map, list, string, number, boolean
    /// @throws IllegalArgumentException if an expression is malformed or cannot be filled; says which
    public static Template parse(Object value) {
        return new Template(TemplateParser.node(value, 0), EventView.JSON.writeValueAsString(value));
    }

    /// A request body.
    ///
    /// @param isJson true unless the template made plain text
    @SuppressWarnings("ArrayRecordComponent") // identity is never used; the bytes are not copied for speed
    public record Body(byte[] bytes, boolean isJson) {}

    /// @throws AtollException TOO_LARGE
    public Body body(EventView event) {
        if (isWholeEvent()) {
            return new Body(event.bytes(), true);
        }
        JsonNode value = root.value(event);
        if (value.isMissingNode() || value.isString()) {
            return new Body(Node.plain(value).getBytes(StandardCharsets.UTF_8), false);
        }
        BoundedBytes bytes = new BoundedBytes();
        EventView.JSON.writeValue(bytes, value);
        return new Body(bytes.toByteArray(), true);
    }

    /// @throws AtollException TOO_LARGE
    public String text(EventView event) {
        if (isWholeEvent()) {
            return new String(event.bytes(), StandardCharsets.UTF_8);
        }
        return Node.plain(root.value(event));
    }

    /// The value; a missing node if there is none.
    public JsonNode value(EventView event) {
        return root.value(event);
    }

    static void checkSize(int size) {
        if (size > LARGEST) {
            throw new AtollException(
                    ErrorKind.TOO_LARGE, "the template makes more than " + LARGEST + " bytes out of this event");
        }
    }

    boolean isWholeEvent() {
        return root instanceof Node.Event;
    }

    /// The text before the first place to be filled; all of it if there is none.
    public String literalPrefix() {
        return switch (root) {
            case Node.Literal(var value) -> Node.plain(value);
            case Node.Text(var parts) when parts.getFirst() instanceof Node.Literal(var value) -> Node.plain(value);
            default -> "";
        };
    }

    public boolean isLiteral() {
        return root instanceof Node.Literal;
    }

    /// The paths into the captures that the template asks for, as far as they are known beforehand.
    public List<List<String>> captures() {
        List<List<String>> found = new ArrayList<>();
        collect(root, found);
        return found;
    }

    private static void collect(Node node, Collection<List<String>> to) {
        switch (node) {
            case Node.Literal _, Node.Event _, Node.Captures _ -> {}
            case Node.Property(var of, var key) -> {
                List<String> path = path(node);
                if (path != null) {
                    to.add(path);
                } else {
                    collect(of, to);
                    collect(key, to);
                }
            }
            case Node.Call(var _, var arguments) -> arguments.forEach(argument -> collect(argument, to));
            case Node.Encoded(var of) -> collect(of, to);
            case Node.Segment(var of) -> collect(of, to);
            case Node.Text(var parts) -> parts.forEach(part -> collect(part, to));
            case Node.Fields(var fields) -> fields.values().forEach(field -> collect(field, to));
            case Node.Items(var items) -> items.forEach(item -> collect(item, to));
        }
    }

    /// The names below `match`; null if it is another path, or depends on the event.
    private static @Nullable List<String> path(Node node) {
        return switch (node) {
            case Node.Captures() -> List.of();
            case Node.Property(var of, Node.Literal(var name)) -> {
                List<String> before = path(of);
                if (before == null) {
                    yield null;
                }
                List<String> all = new ArrayList<>(before);
                all.add(Node.plain(name));
                yield all;
            }
            default -> null;
        };
    }

    /// The template as JSON, the same for equal templates.
    @Override
    public String toString() {
        return source;
    }
}
