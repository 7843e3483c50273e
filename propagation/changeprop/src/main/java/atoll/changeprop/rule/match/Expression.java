package atoll.changeprop.rule.match;

import atoll.changeprop.rule.match.Dialect.Translated;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/// A JavaScript regular expression that is searched in a text, in time linear in the text.
///
/// Differences from JavaScript: characters are Unicode code points with and without the flag `u`; with the flag `m`
/// only `\n` ends a line; a group inside a repetition keeps what it captured last; the flag `g` says nothing, because
/// every search starts at the beginning of the text.
///
/// Immutable, safe for use by many threads. Expressions that are plain text, or plain text tied to the beginning or the
/// end, need no engine; from others the longest text that must occur is looked for first.
public final class Expression {
    private static final int LONGEST = 4_096;
    private static final String FLAGS = "gimuy";

    private final String source;
    private final Translated translated;
    private final Pattern pattern;

    private Expression(String source, Translated translated, Pattern pattern) {
        this.source = source;
        this.translated = translated;
        this.pattern = pattern;
    }

    /// True for a text of the form `/expression/flags` with flags that change-propagation knows; any other text is
    /// compared as it is.
    public static boolean isExpression(String text) {
        int end = text.lastIndexOf('/');
        return text.startsWith("/")
                && end > 1
                && text.substring(end + 1).chars().allMatch(c -> FLAGS.indexOf(c) >= 0);
    }

    /// @param text of the form `/expression/flags`
    /// @throws IllegalArgumentException if it is no expression, or one that needs backtracking; says why
    public static Expression parse(String text) {
        if (!isExpression(text)) {
            throw new IllegalArgumentException(
                    "a regular expression must stand between two slashes, followed by nothing but flags of '" + FLAGS
                            + "'");
        }
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "the expression has " + text.length() + " characters (at most " + LONGEST + ")");
        }
        int end = text.lastIndexOf('/');
        Translated translated = Dialect.translate(text.substring(1, end), text.substring(end + 1));
        try {
            return new Expression(text, translated, Pattern.compile(translated.re2()));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("not a regular expression: " + e.getDescription(), e);
        }
    }

    public boolean isFoundIn(String text) {
        Translated known = translated;
        String literal = known.literal();
        return switch (known.shape()) {
            case EXACTLY -> text.equals(literal);
            case STARTS -> text.startsWith(literal);
            case ENDS -> text.endsWith(literal);
            case CONTAINS -> text.contains(literal);
            case BEGINS_AND_MORE ->
                text.startsWith(literal) && pattern.matcher(text).find();
            case CONTAINS_AND_MORE ->
                (literal.isEmpty() || text.contains(literal))
                        && pattern.matcher(text).find();
        };
    }

    /// With named groups an object of what they captured, else an array: the whole find, then each group. A missing
    /// node if the expression is not found.
    JsonNode captures(String text) {
        Matcher found = pattern.matcher(text);
        if (!found.find()) {
            return MissingNode.getInstance();
        }
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        List<String> names = translated.groupNames();
        if (names.isEmpty()) {
            ArrayNode groups = nodes.arrayNode(found.groupCount() + 1);
            for (int group = 0; group <= found.groupCount(); group++) {
                String captured = found.group(group);
                groups.add(captured == null ? nodes.nullNode() : nodes.stringNode(captured));
            }
            return groups;
        }
        ObjectNode groups = nodes.objectNode();
        for (int group = 1; group <= names.size(); group++) {
            String captured = found.group(group);
            if (captured != null) {
                groups.put(names.get(group - 1), captured);
            }
        }
        return groups;
    }

    /// Names of groups; empty if they have none.
    public List<String> groupNames() {
        return translated.groupNames();
    }

    /// Groups that capture.
    public int groups() {
        return pattern.groupCount();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Expression expression && expression.source.equals(source);
    }

    @Override
    public int hashCode() {
        return source.hashCode();
    }

    /// As written.
    @Override
    public String toString() {
        return source;
    }
}
