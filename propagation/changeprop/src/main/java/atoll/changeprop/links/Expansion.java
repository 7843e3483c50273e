package atoll.changeprop.links;

import atoll.changeprop.rule.template.EventView;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// How far the expansion of one event has come, as the event in hand says: the event itself, for the first page, or a
/// continue event that repeats it.
///
/// @param original the event that started it, with `meta.id` and `meta.dt`
/// @param from where the next page begins; null for the first
/// @param made leaf events made so far
/// @param before the chain that the next continue event is to carry, so that it does not grow with the pages; null for
/// the first page
record Expansion(
        ObjectNode original,
        @Nullable String from,
        long made,
        @Nullable String before) {

    /// Null if the event is no object, or a continue event without what it continues.
    static @Nullable Expansion of(EventView event) {
        if (!(event.fields() instanceof ObjectNode fields)) {
            return null;
        }
        if (!fields.has("continue")) {
            return new Expansion(fields, null, 0, null);
        }
        JsonNode from = fields.path("continue");
        if (!from.isString() || !(fields.path("original_event") instanceof ObjectNode original)) {
            return null;
        }
        JsonNode chain = fields.path("triggered_by");
        return new Expansion(
                original,
                from.asString(),
                Math.max(0, fields.path("sequence_num").asLong(0)),
                chain.isString() ? chain.asString() : null);
    }

    String originalText(String field) {
        return original.path("meta").path(field).asString("");
    }
}
