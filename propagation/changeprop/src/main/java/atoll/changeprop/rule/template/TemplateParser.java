package atoll.changeprop.rule.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/// Turns what YAML gives into a [Template]'s tree.
///
/// A brace that starts no expression is just a brace, so JSON text needs no escaping: `{` starts one before a letter,
/// `_`, `$`, `+` or `/`; `{{` also before a literal, if one is there.
final class TemplateParser {
    private static final int DEEPEST = 32;
    private static final Pattern FIXED = Pattern.compile("\\{[A-Za-z_][A-Za-z0-9_-]*:([^{}()\\[\\]\"',\\s]*)\\}");

    private final String text;
    private final List<Node> parts = new ArrayList<>();
    private final StringBuilder literal = new StringBuilder();

    private TemplateParser(String text) {
        this.text = text;
    }

    static Node node(@Nullable Object value, int depth) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("nested deeper than " + DEEPEST + " levels");
        }
        return switch (value) {
            case null -> new Node.Literal(JsonNodeFactory.instance.nullNode());
            case String text -> text(text);
            case Map<?, ?> map -> {
                Map<String, Node> fields = new LinkedHashMap<>();
                map.forEach((name, field) -> fields.put(String.valueOf(name), node(field, depth + 1)));
                yield new Node.Fields(Collections.unmodifiableMap(fields));
            }
            case List<?> list -> {
                List<Node> items = new ArrayList<>();
                list.forEach(item -> items.add(node(item, depth + 1)));
                yield new Node.Items(List.copyOf(items));
            }
            default -> new Node.Literal(EventView.JSON.valueToTree(value));
        };
    }

    /// A line end after a sole expression is YAML's, not the writer's.
    private static Node text(String whole) {
        if (whole.endsWith("}\n")) {
            Node node = new TemplateParser(whole.substring(0, whole.length() - 1)).parts();
            if (!(node instanceof Node.Literal)) {
                return node;
            }
        }
        return new TemplateParser(whole).parts();
    }

    private Node parts() {
        int at = 0;
        int open = text.indexOf('{');
        while (open >= 0) {
            literal.append(text, at, open);
            int end = part(open);
            if (end < 0) {
                // Not the start of anything: a brace, or two.
                end = open + (text.startsWith("{{", open) ? 2 : 1);
                literal.append(text, open, end);
            }
            at = end;
            open = text.indexOf('{', at);
        }
        literal.append(text, at, text.length());
        if (parts.isEmpty()) {
            return Node.Literal.of(literal.toString());
        }
        flush();
        return parts.size() == 1 ? parts.getFirst() : new Node.Text(List.copyOf(parts));
    }

    /// Reads what a brace starts. Where it ends; negative if the brace is just a brace.
    private int part(int open) {
        if (text.startsWith("{{", open)) {
            int from = afterSpaces(open + 2);
            boolean isMeant = startsName(from);
            boolean isLiteral = from < text.length() && "'\"[{".indexOf(text.charAt(from)) >= 0;
            if (!isMeant && !isLiteral) {
                return -1;
            }
            try {
                ExpressionParser parser = new ExpressionParser(text, from);
                Node node = parser.read();
                if (!text.startsWith("}}", parser.end())) {
                    throw unclosed(open, "}}");
                }
                add(node);
                return parser.end() + 2;
            } catch (IllegalArgumentException e) {
                if (isMeant) {
                    throw e;
                }
                return -1;
            }
        }
        return single(open);
    }

    private int single(int open) {
        Matcher fixed = FIXED.matcher(text).region(open, text.length());
        if (fixed.lookingAt()) {
            literal.append(fixed.group(1));
            return fixed.end();
        }
        char c = open + 1 < text.length() ? text.charAt(open + 1) : ' ';
        boolean isPrefixed = (c == '+' || c == '/') && startsName(open + 2);
        if (!isPrefixed && !startsName(open + 1)) {
            return -1;
        }
        ExpressionParser parser = new ExpressionParser(text, open + (isPrefixed ? 2 : 1));
        Node node = parser.read();
        if (!text.startsWith("}", parser.end())) {
            throw unclosed(open, "}");
        }
        add(c == '+' ? node : c == '/' ? new Node.Segment(node) : new Node.Encoded(node));
        return parser.end() + 1;
    }

    private IllegalArgumentException unclosed(int open, String closing) {
        return new IllegalArgumentException("'" + text.substring(open, Math.min(text.length(), open + 40))
                + "' is not closed by '" + closing + "'");
    }

    private void add(Node node) {
        flush();
        parts.add(node);
    }

    private void flush() {
        if (!literal.isEmpty()) {
            parts.add(Node.Literal.of(literal.toString()));
            literal.setLength(0);
        }
    }

    private int afterSpaces(int from) {
        int at = from;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private boolean startsName(int at) {
        if (at >= text.length()) {
            return false;
        }
        char c = text.charAt(at);
        return ExpressionParser.isName(c) && c != '-' && !(c >= '0' && c <= '9');
    }
}
