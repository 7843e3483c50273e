package atoll.changeprop.rule.match;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads of an event only what a set of matches asks for, in one pass over its bytes; everything else is skipped
/// without becoming an object. For those matches, what is read is as good as the whole event.
///
/// Immutable; safe for use by many threads.
public final class Pruned {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(2_000).build())
            .build();

    private final Wanted top;

    private Pruned(Wanted top) {
        this.top = top;
    }

    /// A tree of the names that are asked for.
    public static final class Wanted {
        private final Map<String, Wanted> fields = new LinkedHashMap<>();
        private boolean scalar;
        private boolean whole;

        Wanted() {}

        Wanted field(String name) {
            return fields.computeIfAbsent(name, _ -> new Wanted());
        }

        /// The value decides if it is no array and no object; of those it only counts that they are there.
        void scalar() {
            scalar = true;
        }

        /// Everything in the value decides.
        void whole() {
            whole = true;
        }

        private boolean isNothing() {
            return fields.isEmpty() && !whole && !scalar;
        }
    }

    public static Pruned of(Collection<Match> matches) {
        Wanted top = new Wanted();
        matches.forEach(match -> match.collect(top));
        return new Pruned(top);
    }

    /// True if no match looks at the event.
    public boolean isNothing() {
        return top.isNothing();
    }

    /// The fields asked for; a missing node if the bytes are not JSON.
    public JsonNode read(byte[] event) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), event)) {
            return value(parser, parser.nextToken(), top);
        } catch (JacksonException e) {
            return MissingNode.getInstance();
        }
    }

    private static JsonNode value(JsonParser parser, JsonToken token, Wanted wanted) {
        return switch (token) {
            case START_OBJECT -> object(parser, wanted);
            case START_ARRAY -> array(parser, wanted);
            case VALUE_STRING -> NODES.stringNode(parser.getString());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser);
            default -> NODES.nullNode();
        };
    }

    private static JsonNode number(JsonParser parser) {
        return switch (parser.getNumberType()) {
            case INT, LONG -> NODES.numberNode(parser.getLongValue());
            case BIG_INTEGER -> NODES.numberNode(parser.getBigIntegerValue());
            case FLOAT, DOUBLE, BIG_DECIMAL -> NODES.numberNode(parser.getDecimalValue());
        };
    }

    private static ObjectNode object(JsonParser parser, Wanted wanted) {
        ObjectNode object = NODES.objectNode();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            Wanted field = wanted.whole ? wanted : wanted.fields.get(parser.currentName());
            if (field == null) {
                parser.nextToken();
                parser.skipChildren();
            } else {
                String name = parser.currentName();
                object.set(name, value(parser, parser.nextToken(), field));
            }
        }
        return object;
    }

    /// Elements of an array are looked at only by matches that want the whole of it.
    private static ArrayNode array(JsonParser parser, Wanted wanted) {
        ArrayNode array = NODES.arrayNode();
        if (!wanted.whole) {
            parser.skipChildren();
            return array;
        }
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            array.add(value(parser, token, wanted));
        }
        return array;
    }
}
