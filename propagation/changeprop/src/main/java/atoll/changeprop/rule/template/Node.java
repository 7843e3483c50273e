package atoll.changeprop.rule.template;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/// A part of a template. What has no value is a missing node.
sealed interface Node {

    JsonNode value(EventView event);

    /// What stands in a text for a value: nothing for none, JSON for what is no text.
    static String plain(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        return value.isString() ? value.stringValue() : value.toString();
    }

    record Literal(JsonNode literal) implements Node {
        static Literal of(String text) {
            return new Literal(JsonNodeFactory.instance.stringNode(text));
        }

        @Override
        public JsonNode value(EventView event) {
            return literal;
        }
    }

    /// `message`.
    record Event() implements Node {
        @Override
        public JsonNode value(EventView event) {
            return event.fields();
        }
    }

    /// `match`.
    record Captures() implements Node {
        @Override
        public JsonNode value(EventView event) {
            return event.captures();
        }
    }

    /// `of.key` or `of[key]`.
    record Property(Node of, Node key) implements Node {
        private static final int LONGEST_INDEX = 9;

        @Override
        public JsonNode value(EventView event) {
            JsonNode from = of.value(event);
            if (!from.isContainer()) {
                return MissingNode.getInstance();
            }
            String name = plain(key.value(event));
            if (from.isObject()) {
                return from.path(name);
            }
            boolean isIndex = !name.isEmpty()
                    && name.length() <= LONGEST_INDEX
                    && name.chars().allMatch(c -> c >= '0' && c <= '9');
            return isIndex ? from.path(Integer.parseInt(name)) : MissingNode.getInstance();
        }
    }

    record Call(Function function, List<Node> arguments) implements Node {
        @Override
        public JsonNode value(EventView event) {
            return function.apply(
                    arguments.stream().map(argument -> argument.value(event)).toList(), event);
        }
    }

    /// `{expr}`: one component of a URI.
    record Encoded(Node of) implements Node {
        @Override
        public JsonNode value(EventView event) {
            return JsonNodeFactory.instance.stringNode(UriEncoding.component(plain(of.value(event))));
        }
    }

    /// `{/expr}`: a segment of a path with its slash, or nothing.
    record Segment(Node of) implements Node {
        @Override
        public JsonNode value(EventView event) {
            String text = plain(of.value(event));
            return JsonNodeFactory.instance.stringNode(text.isEmpty() ? "" : "/" + UriEncoding.component(text));
        }
    }

    record Text(List<Node> parts) implements Node {
        @Override
        public JsonNode value(EventView event) {
            StringBuilder text = new StringBuilder();
            for (Node part : parts) {
                text.append(plain(part.value(event)));
                Template.checkSize(text.length());
            }
            return JsonNodeFactory.instance.stringNode(text.toString());
        }
    }

    record Fields(Map<String, Node> fields) implements Node {
        @Override
        public JsonNode value(EventView event) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            fields.forEach((name, field) -> {
                JsonNode value = field.value(event);
                if (!value.isMissingNode()) {
                    object.set(name, value);
                }
            });
            return object;
        }
    }

    record Items(List<Node> items) implements Node {
        @Override
        public JsonNode value(EventView event) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode(items.size());
            for (Node item : items) {
                JsonNode value = item.value(event);
                array.add(value.isMissingNode() ? JsonNodeFactory.instance.nullNode() : value);
            }
            return array;
        }
    }
}
