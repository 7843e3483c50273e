package atoll.changeprop.intake.schema;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A schema boiled down to what can be checked in about a microsecond. It never accepts what the schema forbids; it may
/// fail
/// to accept what the schema allows, so a refusal means nothing more than "ask the full validator".
///
/// It understands the keywords schemas of events are made of; a schema that uses any other accepts nothing.
sealed interface QuickCheck {

    QuickCheck NEVER = new Never();

    boolean accepts(JsonNode node);

    static QuickCheck compile(JsonNode schema) {
        if (schema.isBoolean()) {
            return schema.asBoolean() ? new Anything() : NEVER;
        }
        if (!schema.isObject() || !KNOWN.containsAll(schema.propertyNames())) {
            return NEVER;
        }
        Set<String> types = texts(schema.path("type"));
        Text text = Text.compile(schema);
        QuickCheck items = schema.has("items") ? compile(schema.path("items")) : new Anything();
        Members members = Members.compile(schema);
        Set<String> allowed = schema.has("enum") ? texts(schema.path("enum")) : null;
        boolean enumOfOthers =
                allowed != null && allowed.size() != schema.path("enum").size();
        if (text == null || enumOfOthers) {
            return NEVER;
        }
        return new Typed(
                types,
                allowed,
                text,
                members,
                new Elements(items, schema.path("uniqueItems").asBoolean(false)));
    }

    Set<String> KNOWN = Set.of(
            "type",
            "required",
            "properties",
            "additionalProperties",
            "items",
            "uniqueItems",
            "enum",
            "minLength",
            "maxLength",
            "pattern",
            "format",
            "title",
            "description",
            "default",
            "examples",
            "$comment");

    private static Set<String> texts(JsonNode node) {
        Set<String> found = new HashSet<>();
        if (node.isString()) {
            found.add(node.stringValue());
        }
        for (JsonNode element : node.values()) {
            if (element.isString()) {
                found.add(element.stringValue());
            }
        }
        return found;
    }

    /// Accepts nothing.
    record Never() implements QuickCheck {
        @Override
        public boolean accepts(JsonNode node) {
            return false;
        }
    }

    /// Accepts everything.
    record Anything() implements QuickCheck {
        @Override
        public boolean accepts(JsonNode node) {
            return true;
        }
    }

    /// A value of one of some types; no types means any.
    record Typed(Set<String> types, @Nullable Set<String> allowed, Text text, Members members, Elements elements)
            implements QuickCheck {
        @Override
        public boolean accepts(JsonNode node) {
            if (!types.isEmpty() && !types.contains(typeOf(node))) {
                return false;
            }
            if (allowed != null && !(node.isString() && allowed.contains(node.stringValue()))) {
                return false;
            }
            return switch (node.getNodeType()) {
                case STRING -> text.accepts(node.stringValue());
                case OBJECT -> members.accept(node);
                case ARRAY -> elements.accept(node);
                default -> true;
            };
        }

        private String typeOf(JsonNode node) {
            return switch (node.getNodeType()) {
                case STRING -> "string";
                case OBJECT -> "object";
                case ARRAY -> "array";
                case BOOLEAN -> "boolean";
                case NULL -> "null";
                case NUMBER -> node.isIntegralNumber() && types.contains("integer") ? "integer" : "number";
                case BINARY, MISSING, POJO -> "none";
            };
        }
    }

    /// The elements of an array.
    record Elements(QuickCheck each, boolean unique) {
        private static final int MOST_UNIQUE = 64;

        boolean accept(JsonNode array) {
            Set<String> seen = new HashSet<>();
            for (JsonNode element : array.values()) {
                if (!each.accepts(element)) {
                    return false;
                }
                if (unique && (!element.isString() || seen.size() >= MOST_UNIQUE || !seen.add(element.stringValue()))) {
                    return false;
                }
            }
            return true;
        }
    }

    /// The members of an object.
    record Members(Set<String> required, Map<String, QuickCheck> named, QuickCheck others) {
        static Members compile(JsonNode schema) {
            Map<String, QuickCheck> named = new LinkedHashMap<>();
            schema.path("properties")
                    .properties()
                    .forEach(e -> named.put(e.getKey(), QuickCheck.compile(e.getValue())));
            JsonNode others = schema.path("additionalProperties");
            return new Members(
                    Set.copyOf(texts(schema.path("required"))),
                    new HashMap<>(named),
                    others.isMissingNode() ? new Anything() : QuickCheck.compile(others));
        }

        boolean accept(JsonNode object) {
            for (String name : required) {
                if (!object.has(name)) {
                    return false;
                }
            }
            if (others instanceof Anything && named.isEmpty()) {
                return true;
            }
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                QuickCheck check = named.get(member.getKey());
                if (!(check == null ? others : check).accepts(member.getValue())) {
                    return false;
                }
            }
            return true;
        }
    }

    /// A string.
    record Text(int minLength, int maxLength, Shape shape) {
        enum Shape {
            ANY,
            UUID,
            DATE_TIME
        }

        private static final String UUID_PATTERN = "^[a-fA-F0-9]{8}(-[a-fA-F0-9]{4}){3}-[a-fA-F0-9]{12}$";

        /// Null if the schema wants of strings what cannot be checked quickly.
        static @Nullable Text compile(JsonNode schema) {
            Shape shape = Shape.ANY;
            if (schema.has("pattern")) {
                if (!UUID_PATTERN.equals(schema.path("pattern").asString("")) || schema.has("format")) {
                    return null;
                }
                shape = Shape.UUID;
            } else if (schema.has("format")) {
                if (!"date-time".equals(schema.path("format").asString(""))) {
                    return null;
                }
                shape = Shape.DATE_TIME;
            }
            return new Text(
                    schema.path("minLength").asInt(0), schema.path("maxLength").asInt(Integer.MAX_VALUE), shape);
        }

        boolean accepts(String text) {
            // Lengths in a schema are code points: half the chars is the fewest there can be, all of them the most.
            if (minLength > 1 && text.length() / 2 < minLength
                    || minLength == 1 && text.isEmpty()
                    || text.length() > maxLength) {
                return false;
            }
            return switch (shape) {
                case ANY -> true;
                case UUID -> isUuid(text);
                case DATE_TIME -> isDateTime(text);
            };
        }

        private static boolean isUuid(String text) {
            if (text.length() != 36) {
                return false;
            }
            for (int i = 0; i < 36; i++) {
                char c = text.charAt(i);
                boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
                if (dash ? c != '-' : Character.digit(c, 16) < 0 || c > 'f') {
                    return false;
                }
            }
            return true;
        }

        /// The form MediaWiki writes: `2026-01-31T23:59:59Z`, with or without a fraction.
        private static boolean isDateTime(String text) {
            int length = text.length();
            if (length < 20
                    || length > 30
                    || length == 21
                    || text.charAt(4) != '-'
                    || text.charAt(7) != '-'
                    || text.charAt(10) != 'T'
                    || text.charAt(13) != ':'
                    || text.charAt(16) != ':'
                    || text.charAt(length - 1) != 'Z'
                    || length > 20 && text.charAt(19) != '.') {
                return false;
            }
            return isWithin(text, 0, 4, 1, 9999)
                    && isWithin(text, 5, 7, 1, 12)
                    && isWithin(text, 8, 10, 1, 28 + shortestExtra(text))
                    && isWithin(text, 11, 13, 0, 23)
                    && isWithin(text, 14, 16, 0, 59)
                    && isWithin(text, 17, 19, 0, 59)
                    && (length == 20 || isWithin(text, 20, length - 1, 0, 999_999_999));
        }

        /// How many days more than 28 the month surely has.
        private static int shortestExtra(String text) {
            return switch (text.substring(5, 7)) {
                case "02" -> 0;
                case "04", "06", "09", "11" -> 2;
                default -> 3;
            };
        }

        private static boolean isWithin(String text, int from, int to, int least, int most) {
            int value = 0;
            for (int i = from; i < to; i++) {
                int digit = text.charAt(i) - '0';
                if (digit < 0 || digit > 9) {
                    return false;
                }
                value = value * 10 + digit;
            }
            return value >= least && value <= most;
        }
    }
}
