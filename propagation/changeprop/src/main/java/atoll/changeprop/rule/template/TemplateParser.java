package atoll.changeprop.rule.template;

import atoll.changeprop.rule.template.Template.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Turns what YAML gives into a [Template]'s tree.
///
/// A brace that is not followed by a letter, `$`, `+` or `/` is just a brace, so JSON text needs no escaping; one that
/// is must start a well-formed expression.
final class TemplateParser {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int DEEPEST = 32;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_$-]+");
    private static final Pattern INDEX = Pattern.compile("[0-9]{1,9}");

    private TemplateParser() {}

    static Node node(Object value, int depth) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("nested deeper than " + DEEPEST + " levels");
        }
        return switch (value) {
            case String text -> text(text);
            case Map<?, ?> map -> {
                Map<String, Node> fields = new LinkedHashMap<>();
                map.forEach((name, field) -> fields.put(
                        String.valueOf(name), field == null ? literal(NODES.nullNode()) : node(field, depth + 1)));
                yield new Node.Fields(Collections.unmodifiableMap(fields));
            }
            case List<?> list -> {
                List<Node> items = new ArrayList<>();
                list.forEach(item -> items.add(item == null ? literal(NODES.nullNode()) : node(item, depth + 1)));
                yield new Node.Items(List.copyOf(items));
            }
            default -> literal(EventView.JSON.valueToTree(value));
        };
    }

    static boolean isIndex(String name) {
        return INDEX.matcher(name).matches();
    }

    private static Node literal(JsonNode value) {
        return new Node.Literal(value);
    }

    private static Node text(String whole) {
        String text = whole.endsWith("}\n") ? whole.substring(0, whole.length() - 1) : whole;
        List<Node> parts = new ArrayList<>();
        int literalFrom = 0;
        int at = text.indexOf('{');
        while (at >= 0) {
            boolean raw = text.startsWith("{{", at);
            int from = at + (raw ? 2 : 1);
            if (!startsExpression(text, raw ? afterSpaces(text, from) : from)) {
                at = text.indexOf('{', from);
                continue;
            }
            String closing = raw ? "}}" : "}";
            int to = text.indexOf(closing, from);
            if (to < 0) {
                throw new IllegalArgumentException("'" + text.substring(at, Math.min(text.length(), at + 40))
                        + "' is not closed by '" + closing + "'");
            }
            if (at > literalFrom) {
                parts.add(literal(NODES.stringNode(text.substring(literalFrom, at))));
            }
            parts.add(new Node.Field(path(text.substring(from, to).strip()), !raw));
            literalFrom = to + closing.length();
            at = text.indexOf('{', literalFrom);
        }
        if (parts.isEmpty()) {
            return literal(NODES.stringNode(whole));
        }
        if (literalFrom < text.length()) {
            parts.add(literal(NODES.stringNode(text.substring(literalFrom))));
        }
        return parts.size() == 1 ? parts.getFirst() : new Node.Text(List.copyOf(parts));
    }

    private static int afterSpaces(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        return at;
    }

    private static boolean startsExpression(String text, int at) {
        if (at >= text.length()) {
            return false;
        }
        char c = text.charAt(at);
        return Character.isLetter(c) || c == '$' || c == '+' || c == '/';
    }

    private static List<String> path(String expression) {
        if (expression.startsWith("+")
                || expression.startsWith("/")
                || expression.contains("(")
                || expression.contains(":")) {
            throw new IllegalArgumentException(
                    "not supported yet: expression '" + expression + "' (supported: message.a.b)");
        }
        List<String> names = new ArrayList<>(
                List.of(expression.replace("[", ".").replace("]", "").split("\\.", -1)));
        for (String name : names) {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("'" + expression
                        + "' is not an expression (examples: message.meta.uri, message.params.pages[0])");
            }
        }
        if (names.getFirst().equals("globals") || names.getFirst().equals("$")) {
            names.removeFirst();
        }
        if (!names.isEmpty() && names.getFirst().equals("match")) {
            throw new IllegalArgumentException(
                    "not supported yet: expression '" + expression + "' (captures of a match)");
        }
        if (names.isEmpty() || !names.getFirst().equals("message")) {
            throw new IllegalArgumentException(
                    "'" + expression + "' starts with none of: message, globals.message, $.message");
        }
        names.removeFirst();
        return List.copyOf(names);
    }
}
