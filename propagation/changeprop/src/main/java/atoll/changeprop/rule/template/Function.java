package atoll.changeprop.rule.template;

import atoll.changeprop.EventTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/// What expressions can call. None has an effect, and none depends on anything but its arguments and the event, so an
/// attempt sends what the attempt before it sent.
enum Function {
    /// The first argument, or the second if the first is absent, null, false, 0 or empty.
    DEFAULT(2, 2) {
        @Override
        JsonNode apply(List<JsonNode> arguments, EventView event) {
            return isTruthy(arguments.getFirst()) ? arguments.getFirst() : arguments.get(1);
        }
    },
    /// The first object with those properties of the second that it does not have.
    MERGE(2, 2) {
        @Override
        JsonNode apply(List<JsonNode> arguments, EventView event) {
            if (!(arguments.get(1) instanceof ObjectNode from)) {
                return arguments.getFirst();
            }
            ObjectNode merged = NODES.objectNode();
            if (arguments.getFirst() instanceof ObjectNode first) {
                merged.setAll(first);
            }
            from.properties().forEach(field -> merged.putIfAbsent(field.getKey(), field.getValue()));
            return merged;
        }
    },
    /// The object without some properties.
    STRIP(2, 2) {
        @Override
        JsonNode apply(List<JsonNode> arguments, EventView event) {
            return selected(arguments, false);
        }
    },
    /// The object with nothing but some properties.
    FILTER(2, 2) {
        @Override
        JsonNode apply(List<JsonNode> arguments, EventView event) {
            return selected(arguments, true);
        }
    },
    /// A time in another form: `iso` (as without a second argument), `rfc822` or `timeuuid`. Absent if the first
    /// argument is no time; the event's receive time if it is absent.
    DATE(0, 2) {
        @Override
        JsonNode apply(List<JsonNode> arguments, EventView event) {
            Instant at = arguments.isEmpty() || arguments.getFirst().isMissingNode()
                    ? event.received()
                    : instant(arguments.getFirst());
            if (at == null) {
                return MissingNode.getInstance();
            }
            String form =
                    arguments.size() < 2 ? "iso" : Node.plain(arguments.get(1)).toLowerCase(Locale.ROOT);
            return switch (form) {
                case "rfc822" -> NODES.stringNode(RFC822.format(at.atOffset(ZoneOffset.UTC)));
                case "timeuuid" -> NODES.stringNode(TimeUuid.of(at, event.id()));
                default ->
                    NODES.stringNode(
                            ISO.format(at.truncatedTo(ChronoUnit.MILLIS).atOffset(ZoneOffset.UTC)));
            };
        }
    },
    /// An id that carries the event's receive time, the same for every attempt.
    TIMEUUID(0, 0) {
        @Override
        JsonNode apply(List<JsonNode> arguments, EventView event) {
            return NODES.stringNode(TimeUuid.of(event.received(), event.id()));
        }
    },
    /// The text without percent escapes; the text itself if they are malformed.
    DECODE(1, 1) {
        @Override
        JsonNode apply(List<JsonNode> arguments, EventView event) {
            JsonNode text = arguments.getFirst();
            return text.isString() ? NODES.stringNode(PercentDecoding.leniently(text.stringValue())) : text;
        }
    };

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final DateTimeFormatter RFC822 =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);
    private static final DateTimeFormatter ISO =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT);

    private final int least;
    private final int most;

    Function(int least, int most) {
        this.least = least;
        this.most = most;
    }

    abstract JsonNode apply(List<JsonNode> arguments, EventView event);

    /// @throws IllegalArgumentException if there is no such function, or not with so many arguments
    static Function find(String name, int arguments) {
        for (Function function : values()) {
            if (function.name().toLowerCase(Locale.ROOT).equals(name)) {
                if (arguments < function.least || arguments > function.most) {
                    throw new IllegalArgumentException("function '" + name + "' takes " + function.least
                            + (function.most > function.least ? " to " + function.most : "") + " arguments, not "
                            + arguments);
                }
                return function;
            }
        }
        throw new IllegalArgumentException("there is no function '" + name
                + "' (there are: default, merge, strip, filter, date, timeuuid, decode)");
    }

    private static boolean isTruthy(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return false;
        }
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        if (value.isNumber()) {
            return value.decimalValue().signum() != 0;
        }
        return !value.isString() || !value.stringValue().isEmpty();
    }

    private static JsonNode selected(List<JsonNode> arguments, boolean isKept) {
        if (!(arguments.getFirst() instanceof ObjectNode from)) {
            return arguments.getFirst();
        }
        Set<String> names = new HashSet<>();
        JsonNode listed = arguments.get(1);
        if (listed.isArray()) {
            listed.forEach(name -> names.add(Node.plain(name)));
        } else {
            names.add(Node.plain(listed));
        }
        ObjectNode selected = NODES.objectNode();
        from.properties().stream()
                .filter(field -> names.contains(field.getKey()) == isKept)
                .forEach(field -> selected.set(field.getKey(), field.getValue()));
        return selected;
    }

    /// ISO text, milliseconds since 1970, or an id that carries a time.
    private static @Nullable Instant instant(JsonNode value) {
        if (value.isNumber()) {
            try {
                return Instant.ofEpochMilli(value.decimalValue().longValue());
            } catch (DateTimeException e) {
                return null;
            }
        }
        if (!value.isString()) {
            return null;
        }
        EventTime time = EventTime.parse(value.stringValue());
        return time == null ? TimeUuid.instant(value.stringValue()) : time.at();
    }
}
