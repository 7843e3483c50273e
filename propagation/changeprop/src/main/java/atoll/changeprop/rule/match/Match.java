package atoll.changeprop.rule.match;

import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/// What a JSON value must look like. Immutable; equal matches have one [#toString()].
public sealed interface Match {

    /// @param value the event, or a part of it; a missing node if it is not there
    boolean test(JsonNode value);

    /// What the match found: literals as written, and what expressions captured. Only meaningful for a value that
    /// passes [#test].
    JsonNode captures(JsonNode value);

    /// Adds the paths whose values decide.
    void collect(Pruned.Wanted wanted);

    /// True if something can be captured at a path, such as `meta`, `uri`, `title`.
    boolean captures(List<String> path);

    /// True if whatever passes the other match passes this one, as far as that can be told from how they are written.
    default boolean covers(Match other) {
        return equals(other);
    }

    /// `undefined`: the property is not there.
    record Absent() implements Match {
        @Override
        public boolean test(JsonNode value) {
            return value.isMissingNode();
        }

        @Override
        public JsonNode captures(JsonNode value) {
            return MissingNode.getInstance();
        }

        @Override
        public boolean captures(List<String> path) {
            return false;
        }

        @Override
        public void collect(Pruned.Wanted wanted) {
            wanted.scalar();
        }

        @Override
        public String toString() {
            return "undefined";
        }
    }

    /// A text, number, boolean or null: the value is the same, of the same type.
    record Equal(JsonNode literal) implements Match {
        @Override
        public boolean test(JsonNode value) {
            if (literal.isNumber()) {
                return value.isNumber() && sameNumber(literal, value);
            }
            if (literal.isString()) {
                return value.isString() && value.stringValue().equals(literal.stringValue());
            }
            return literal.equals(value);
        }

        /// `1` and `1.0` are one number in JavaScript.
        private static boolean sameNumber(JsonNode a, JsonNode b) {
            if (a.isIntegralNumber() && b.isIntegralNumber() && a.canConvertToLong() && b.canConvertToLong()) {
                return a.longValue() == b.longValue();
            }
            return a.decimalValue().compareTo(b.decimalValue()) == 0;
        }

        @Override
        public JsonNode captures(JsonNode value) {
            return literal;
        }

        @Override
        public boolean captures(List<String> path) {
            return path.isEmpty();
        }

        @Override
        public void collect(Pruned.Wanted wanted) {
            wanted.scalar();
        }

        @Override
        public String toString() {
            return literal.toString();
        }
    }

    /// `/expression/`: it is found in the value, which is a text.
    record Found(Expression expression) implements Match {
        @Override
        public boolean test(JsonNode value) {
            return value.isString() && expression.isFoundIn(value.stringValue());
        }

        @Override
        public boolean covers(Match other) {
            return equals(other) || other instanceof Equal(var literal) && test(literal);
        }

        @Override
        public JsonNode captures(JsonNode value) {
            return value.isString() ? expression.captures(value.stringValue()) : MissingNode.getInstance();
        }

        @Override
        public boolean captures(List<String> path) {
            if (path.isEmpty()) {
                return true;
            }
            String name = path.getFirst();
            return path.size() == 1
                    && (expression.groupNames().isEmpty()
                            ? isGroup(name, expression.groups())
                            : expression.groupNames().contains(name));
        }

        private static boolean isGroup(String name, int groups) {
            return name.matches("[0-9]{1,3}") && Integer.parseInt(name) <= groups;
        }

        @Override
        public void collect(Pruned.Wanted wanted) {
            wanted.scalar();
        }

        @Override
        public String toString() {
            return expression.toString();
        }
    }

    /// A list: the value is an array, and for each item here some element matches.
    record Items(List<Match> items) implements Match {
        public Items {
            items = List.copyOf(items);
        }

        @Override
        public boolean test(JsonNode value) {
            if (!value.isArray()) {
                return false;
            }
            for (int i = 0; i < items.size(); i++) {
                if (first(items.get(i), value) < 0) {
                    return false;
                }
            }
            return true;
        }

        private static int first(Match item, JsonNode array) {
            for (int i = 0; i < array.size(); i++) {
                if (item.test(array.get(i))) {
                    return i;
                }
            }
            return -1;
        }

        @Override
        public boolean covers(Match other) {
            return other instanceof Items(var others)
                    && items.stream().allMatch(item -> others.stream().anyMatch(item::covers));
        }

        /// Of each item what the first element that matches gives.
        @Override
        public JsonNode captures(JsonNode value) {
            ArrayNode found = JsonNodeFactory.instance.arrayNode(items.size());
            for (Match item : items) {
                int at = first(item, value);
                JsonNode captured = at < 0 ? MissingNode.getInstance() : item.captures(value.get(at));
                found.add(captured.isMissingNode() ? JsonNodeFactory.instance.nullNode() : captured);
            }
            return found;
        }

        @Override
        public boolean captures(List<String> path) {
            if (path.isEmpty()) {
                return true;
            }
            String index = path.getFirst();
            return index.matches("[0-9]{1,5}")
                    && Integer.parseInt(index) < items.size()
                    && items.get(Integer.parseInt(index)).captures(path.subList(1, path.size()));
        }

        @Override
        public void collect(Pruned.Wanted wanted) {
            wanted.whole();
        }

        @Override
        public String toString() {
            return items.toString();
        }
    }

    /// A map: the value is an object whose properties all match. Without properties it matches anything.
    record Fields(List<Field> fields) implements Match {
        /// Matches every event.
        public static final Fields ALL = new Fields(List.of());

        public Fields {
            fields = List.copyOf(fields);
        }

        @Override
        public boolean test(JsonNode value) {
            if (fields.isEmpty()) {
                return true;
            }
            if (!value.isObject()) {
                return false;
            }
            for (int i = 0; i < fields.size(); i++) {
                Field field = fields.get(i);
                if (!field.match().test(value.path(field.name()))) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public JsonNode captures(JsonNode value) {
            ObjectNode found = JsonNodeFactory.instance.objectNode();
            for (Field field : fields) {
                JsonNode captured = field.match().captures(value.path(field.name()));
                if (!captured.isMissingNode()) {
                    found.set(field.name(), captured);
                }
            }
            return found;
        }

        @Override
        public boolean captures(List<String> path) {
            return path.isEmpty()
                    || fields.stream()
                            .anyMatch(field -> field.name().equals(path.getFirst())
                                    && field.match().captures(path.subList(1, path.size())));
        }

        @Override
        public boolean covers(Match other) {
            return fields.isEmpty()
                    || other instanceof Fields(var others)
                            && fields.stream()
                                    .allMatch(field -> others.stream()
                                            .anyMatch(each -> each.name().equals(field.name())
                                                    && field.match().covers(each.match())));
        }

        @Override
        public void collect(Pruned.Wanted wanted) {
            fields.forEach(field -> field.match().collect(wanted.field(field.name())));
        }

        @Override
        public String toString() {
            return fields.stream()
                    .map(field -> JsonNodeFactory.instance.stringNode(field.name()) + ": " + field.match())
                    .collect(Collectors.joining(", ", "{", "}"));
        }
    }

    /// What a property must look like.
    record Field(String name, Match match) {}
}
