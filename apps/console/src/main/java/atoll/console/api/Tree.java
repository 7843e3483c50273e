package atoll.console.api;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// A piece of JSON, read tolerantly: what is absent, null or of another kind is empty, zero or nothing.
public record Tree(JsonNode node) {
    public static final Tree NOTHING = new Tree(MissingNode.getInstance());

    public Tree at(String name) {
        return new Tree(node.path(name));
    }

    /// True if there is anything but null.
    public boolean has(String name) {
        JsonNode member = node.path(name);
        return !member.isMissingNode() && !member.isNull();
    }

    /// Text or number or truth value as text.
    public String text(String name) {
        return new Tree(node.path(name)).text();
    }

    public String text() {
        return node.isValueNode() && !node.isNull() ? node.asString("") : "";
    }

    public long whole(String name) {
        JsonNode member = node.path(name);
        return member.isNumber() ? member.asLong(0) : 0;
    }

    public double decimal(String name) {
        return new Tree(node.path(name)).decimal();
    }

    public double decimal() {
        double value = node.isNumber() ? node.asDouble(0) : 0;
        return Double.isFinite(value) ? value : 0;
    }

    public boolean truth(String name) {
        return node.path(name).asBoolean(false);
    }

    public @Nullable Instant time(String name) {
        try {
            String text = text(name);
            return text.isEmpty() ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }

    public List<Tree> list(String name) {
        return new Tree(node.path(name)).list();
    }

    public List<Tree> list() {
        List<Tree> items = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(item -> items.add(new Tree(item)));
        }
        return items;
    }

    public List<String> texts(String name) {
        return list(name).stream().map(Tree::text).toList();
    }

    /// Numbers of a curve; what is not a number is [Double#NaN], a gap.
    public List<Double> curve(String name) {
        return list(name).stream()
                .map(value -> value.node.isNumber() ? value.decimal() : Double.NaN)
                .toList();
    }

    /// The members of an object, by name.
    public Map<String, Tree> members(String name) {
        Map<String, Tree> members = new TreeMap<>();
        JsonNode member = node.path(name);
        if (member.isObject()) {
            member.properties().forEach(entry -> members.put(entry.getKey(), new Tree(entry.getValue())));
        }
        return members;
    }
}
