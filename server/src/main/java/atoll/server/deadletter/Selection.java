package atoll.server.deadletter;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.server.admin.ports.Job;
import atoll.server.admin.ports.JobFilter;
import atoll.work.ledger.state.State;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Which dead letters are meant: a group, or those of a rule, type or wiki, or all.
///
/// @param key of a group; null for any
record Selection(
        @Nullable String key,
        @Nullable String rule,
        @Nullable String type,
        @Nullable String wiki) {
    private static final Pattern KEY = Pattern.compile("[0-9a-f]{16}");
    private static final Set<String> FIELDS = Set.of("rule", "type", "wiki");
    private static final int LONGEST = 500;

    /// @param body with `key`, `filter` (an object with `rule`, `type` and `wiki`), or `all`
    static Selection of(JsonNode body) {
        JsonNode key = body.path("key");
        JsonNode filter = body.path("filter");
        boolean all = body.path("all").isBoolean() && body.path("all").asBoolean();
        if (!key.isMissingNode()
                && (!key.isString() || !KEY.matcher(key.asString()).matches())) {
            throw invalid("'key' must be the key of a group, as '/v1/admin/dead-letters' lists it");
        }
        if (!filter.isMissingNode() && !filter.isObject()) {
            throw invalid("'filter' must be an object with some of " + String.join(", ", new TreeSet<>(FIELDS)));
        }
        for (Map.Entry<String, JsonNode> member : filter.properties()) {
            check(member.getKey(), member.getValue());
        }
        if (key.isMissingNode() && filter.isEmpty() && !all) {
            throw invalid("nothing says which dead letters are meant: give 'key', 'filter', or 'all': true");
        }
        return new Selection(
                key.isString() ? key.asString() : null,
                text(filter, "rule"),
                text(filter, "type"),
                text(filter, "wiki"));
    }

    private static void check(String name, JsonNode value) {
        if (!FIELDS.contains(name)) {
            throw invalid("'filter' has no '" + (name.length() > 100 ? name.substring(0, 100) + "…" : name)
                    + "': allowed are " + String.join(", ", new TreeSet<>(FIELDS)));
        }
        if (!value.isString() || value.asString().length() > LONGEST) {
            throw invalid("'filter." + name + "' must be a text of at most " + LONGEST + " characters");
        }
    }

    private static AtollException invalid(String message) {
        return new AtollException(ErrorKind.INVALID, message);
    }

    private static @Nullable String text(JsonNode of, String name) {
        return of.path(name).isString() ? of.path(name).asString() : null;
    }

    JobFilter filter() {
        return new JobFilter(EnumSet.of(State.DEAD), rule, type, wiki);
    }

    /// What the filter lets through, narrowed to the group and to what was dead already at a moment.
    boolean isMeant(Job job, Instant deadSince) {
        Instant died = job.progress().times().changedAt();
        boolean isOld = died == null || !died.isAfter(deadSince);
        return isOld && (key == null || key.equals(Group.keyOf(job)));
    }

    void putInto(ObjectNode node) {
        node.put("key", key);
        node.put("rule", rule);
        node.put("type", type);
        node.put("wiki", wiki);
    }

    static Selection read(JsonNode node) {
        return new Selection(text(node, "key"), text(node, "rule"), text(node, "type"), text(node, "wiki"));
    }
}
