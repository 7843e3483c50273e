package atoll.changeprop.rule.template;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;

/// Reads one expression: a path from a root, a call, or a literal.
///
/// ```
/// expr  = (root | call | literal) { "." name | "[" (expr | number | text) "]" }
/// root  = ["globals." | "$."] ("message" | "match")
/// call  = ["$$."] name "(" [expr {"," expr}] ")"
/// literal = "{" [name ":" expr {"," …}] "}" | "[" [expr {"," …}] "]" | 'text' | "text" | number | true | false | null
/// ```
final class ExpressionParser {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int DEEPEST = 32;
    private static final int LONGEST_NUMBER = 40;

    private final String text;
    private int at;
    private int depth;

    ExpressionParser(String text, int at) {
        this.text = text;
        this.at = at;
    }

    /// Where the expression ended, after spaces.
    int end() {
        return at;
    }

    Node read() {
        if (++depth > DEEPEST) {
            throw new IllegalArgumentException("an expression is nested deeper than " + DEEPEST + " levels");
        }
        spaces();
        Node node = start();
        while (at < text.length() && (text.charAt(at) == '.' || text.charAt(at) == '[')) {
            if (text.charAt(at++) == '.') {
                node = new Node.Property(node, Node.Literal.of(name()));
            } else {
                node = new Node.Property(node, read());
                expect(']');
            }
        }
        spaces();
        depth--;
        return node;
    }

    private Node start() {
        char c = at < text.length() ? text.charAt(at) : '}';
        return switch (c) {
            case '\'', '"' -> Node.Literal.of(quoted(c));
            case '[' -> array();
            case '{' -> object();
            default -> c >= '0' && c <= '9' || c == '-' ? number() : named();
        };
    }

    private Node named() {
        String name = name();
        if (name.equals("globals") || name.equals("$")) {
            expect('.');
            return root(name());
        }
        if (name.equals("$$")) {
            expect('.');
            return call(name());
        }
        if (at < text.length() && text.charAt(at) == '(') {
            return call(name);
        }
        return switch (name) {
            case "true" -> new Node.Literal(NODES.booleanNode(true));
            case "false" -> new Node.Literal(NODES.booleanNode(false));
            case "null" -> new Node.Literal(NODES.nullNode());
            default -> root(name);
        };
    }

    private static Node root(String name) {
        return switch (name) {
            case "message" -> new Node.Event();
            case "match" -> new Node.Captures();
            default ->
                throw new IllegalArgumentException("'" + name
                        + "' is nothing an expression can start with (there are: message, match, functions)");
        };
    }

    private Node call(String name) {
        expect('(');
        List<Node> arguments = list(')');
        return new Node.Call(Function.find(name, arguments.size()), arguments);
    }

    private Node array() {
        at++;
        return new Node.Items(list(']'));
    }

    private List<Node> list(char close) {
        List<Node> items = new ArrayList<>();
        spaces();
        while (!follows(close)) {
            items.add(read());
            if (!follows(close)) {
                expect(',');
            }
        }
        at++;
        return List.copyOf(items);
    }

    private Node object() {
        at++;
        Map<String, Node> fields = new LinkedHashMap<>();
        spaces();
        while (!follows('}')) {
            spaces();
            char c = at < text.length() ? text.charAt(at) : ' ';
            String name = c == '\'' || c == '"' ? quoted(c) : name();
            spaces();
            expect(':');
            fields.put(name, read());
            if (!follows('}')) {
                expect(',');
            }
        }
        at++;
        return new Node.Fields(fields);
    }

    private String quoted(char quote) {
        int open = at++;
        StringBuilder content = new StringBuilder();
        while (at < text.length() && text.charAt(at) != quote) {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            content.append(text.charAt(at++));
        }
        if (at >= text.length()) {
            throw new IllegalArgumentException(excerpt(open) + " is a text that does not end");
        }
        at++;
        return content.toString();
    }

    private Node number() {
        int from = at;
        while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String digits = text.substring(from, at);
        if (digits.length() > LONGEST_NUMBER) {
            throw new IllegalArgumentException("a number has more than " + LONGEST_NUMBER + " characters");
        }
        try {
            return new Node.Literal(NODES.numberNode(new BigDecimal(digits)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + digits + "' is not a number", e);
        }
    }

    private String name() {
        int from = at;
        while (at < text.length() && isName(text.charAt(at))) {
            at++;
        }
        if (at == from) {
            throw new IllegalArgumentException(
                    excerpt(from) + " is not an expression (examples: message.meta.uri, message.params.pages[0])");
        }
        return text.substring(from, at);
    }

    static boolean isName(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '$' || c == '-';
    }

    private boolean follows(char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    private void expect(char c) {
        if (!follows(c)) {
            throw new IllegalArgumentException("'" + c + "' is missing before " + excerpt(at));
        }
        at++;
    }

    private void spaces() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private String excerpt(int from) {
        return from >= text.length()
                ? "the end of the text"
                : "'" + text.substring(from, Math.min(text.length(), from + 40)) + "'";
    }
}
