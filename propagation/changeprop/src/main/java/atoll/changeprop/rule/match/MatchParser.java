package atoll.changeprop.rule.match;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Turns what YAML gives under `match` into a [Match]. What is wrong is reported with its path, and reading goes on.
public final class MatchParser {
    private static final int DEEPEST = 32;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Problems problems;

    public MatchParser(Problems problems) {
        this.problems = problems;
    }

    /// Where problems go.
    @FunctionalInterface
    public interface Problems {
        /// @param path the property, such as `meta.uri`
        void add(String path, @Nullable Object value, String allowed);
    }

    /// @param value the map under `match`
    public Match parse(Map<?, ?> value) {
        return fields("", value, 0);
    }

    private Match any(String path, @Nullable Object value, int depth) {
        if (depth > DEEPEST) {
            problems.add(path, null, "nested deeper than " + DEEPEST + " levels");
            return Match.Fields.ALL;
        }
        return switch (value) {
            case null -> new Match.Equal(NODES.nullNode());
            case Map<?, ?> map -> fields(path, map, depth);
            case List<?> list -> items(path, list, depth);
            case String text -> text(path, text);
            default -> new Match.Equal(literal(value));
        };
    }

    private Match fields(String path, Map<?, ?> map, int depth) {
        List<Match.Field> fields = new ArrayList<>();
        map.forEach((key, value) -> {
            String name = String.valueOf(key);
            fields.add(new Match.Field(name, any(path.isEmpty() ? name : path + "." + name, value, depth + 1)));
        });
        return new Match.Fields(fields);
    }

    private Match items(String path, List<?> list, int depth) {
        List<Match> items = new ArrayList<>();
        for (Object item : list) {
            items.add(any(path + "[" + items.size() + "]", item, depth + 1));
        }
        return new Match.Items(items);
    }

    private Match text(String path, String text) {
        if (text.equals("undefined")) {
            return new Match.Absent();
        }
        if (!Expression.isExpression(text)) {
            return new Match.Equal(NODES.stringNode(text));
        }
        try {
            return new Match.Found(Expression.parse(text));
        } catch (IllegalArgumentException e) {
            problems.add(path, text, String.valueOf(e.getMessage()));
            return Match.Fields.ALL;
        }
    }

    private static JsonNode literal(Object value) {
        return switch (value) {
            case Boolean bool -> NODES.booleanNode(bool);
            case Integer number -> NODES.numberNode(number.longValue());
            case Long number -> NODES.numberNode(number.longValue());
            case BigInteger number -> NODES.numberNode(number);
            case BigDecimal number -> NODES.numberNode(number);
            case Double number -> NODES.numberNode(new BigDecimal(number.toString()));
            default -> NODES.stringNode(value.toString());
        };
    }
}
