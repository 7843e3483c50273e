package atoll.changeprop.intake;

import atoll.base.id.Ids;
import atoll.changeprop.EventWiki;
import atoll.changeprop.intake.access.ProducerToken;
import atoll.changeprop.intake.schema.SchemaCatalog.Lookup;
import atoll.changeprop.intake.schema.SchemaMode;
import atoll.changeprop.intake.schema.SchemaUri;
import atoll.changeprop.intake.schema.Verdict;
import atoll.changeprop.intake.stream.OnInvalid;
import atoll.changeprop.intake.stream.StreamCatalog;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Decides whether an event is valid. It checks the *filled* event: `meta.stream`, `$schema`, `meta.id`, `meta.dt` and
/// `meta.request_id` are filled in the tree where absent, never in the bytes. Safe for use by many threads.
final class EventJudge {
    private static final int MAX_SHOWN = 100;

    /// What an event takes from its request.
    ///
    /// @param token the token under which it was sent; null if the producer is trusted
    record Context(
            Instant received,
            String receivedText,
            @Nullable ProducerToken token,
            @Nullable String stream,
            @Nullable String schemaUri,
            @Nullable String requestId) {}

    private final IntakeConfig config;
    private final IntakeRules rules;
    private final Ids ids;
    private final IntakeMetrics metrics;

    EventJudge(IntakeConfig config, IntakeRules rules, Ids ids, IntakeMetrics metrics) {
        this.config = config;
        this.rules = rules;
        this.ids = ids;
        this.metrics = metrics;
    }

    /// Judges one event. Changes the tree.
    Judged judge(byte[] bytes, JsonNode tree, Context context) {
        if (!(tree instanceof ObjectNode event)) {
            return new Judged.Invalid(bytes, null, null, null, OnInvalid.ANSWER, "event is no JSON object", List.of());
        }
        ObjectNode meta = meta(event);
        if (meta == null) {
            return new Judged.Invalid(
                    bytes, null, text(event, "$schema"), null, OnInvalid.ANSWER, "meta is no object", List.of());
        }
        String filledId = fill(event, meta, context);
        return new Case(bytes, event, meta, filledId, context).judge();
    }

    private static @Nullable ObjectNode meta(ObjectNode event) {
        JsonNode meta = event.get("meta");
        if (meta == null || meta.isArray() && meta.isEmpty()) {
            return event.putObject("meta");
        }
        return meta instanceof ObjectNode object ? object : null;
    }

    private @Nullable String fill(ObjectNode event, ObjectNode meta, Context context) {
        fillText(meta, "stream", context.stream());
        fillText(event, "$schema", context.schemaUri());
        fillText(meta, "request_id", context.requestId());
        fillText(meta, "dt", context.receivedText());
        if (meta.has("id")) {
            return null;
        }
        String id = ids.nextUuid().toString();
        meta.put("id", id);
        return id;
    }

    private static void fillText(ObjectNode object, String field, @Nullable String value) {
        if (value != null && !object.has(field)) {
            object.put(field, value);
        }
    }

    private static @Nullable String text(ObjectNode object, String field) {
        JsonNode value = object.get(field);
        return value != null && value.isString() ? value.stringValue() : null;
    }

    private static String shorten(String text) {
        return text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "…" : text;
    }

    /// One event on its way through the checks.
    private final class Case {
        private final byte[] bytes;
        private final ObjectNode event;
        private final ObjectNode meta;
        private final @Nullable String filledId;
        private final Context context;
        private final @Nullable String domain;

        Case(byte[] bytes, ObjectNode event, ObjectNode meta, @Nullable String filledId, Context context) {
            this.bytes = bytes;
            this.event = event;
            this.meta = meta;
            this.filledId = filledId;
            this.context = context;
            this.domain = text(meta, "domain");
        }

        Judged judge() {
            String stream = text(meta, "stream");
            if (stream == null) {
                return invalid(
                        null, OnInvalid.ANSWER, "meta.stream is missing or no string; every event names its stream");
            }
            if (!StreamCatalog.isValidName(stream)) {
                return invalid(
                        null,
                        OnInvalid.ANSWER,
                        "meta.stream is '" + shorten(stream) + "': must be 1 to 200 of A-Z a-z 0-9 . _ -");
            }
            if (stream.startsWith(IntakeConfig.RESERVED + ".")) {
                return invalid(null, OnInvalid.ANSWER, "stream '" + stream + "' is Atoll's own; choose another name");
            }
            StreamCatalog.Found found = rules.streams().find(stream);
            OnInvalid onInvalid = found.config().onInvalid();
            if (config.declaredStreamsOnly() && !found.declared()) {
                return invalid(stream, onInvalid, "stream '" + stream + "' is not configured; add it under 'streams'");
            }
            String wiki = wiki();
            ProducerToken token = context.token();
            if (token != null && !token.covers(wiki, domain)) {
                String whose = wiki == null ? "domain '" + domain + "'" : "wiki '" + wiki + "'";
                return invalid(stream, onInvalid, shorten(whose) + " is not one that this token may send events of");
            }
            Judged bad = checkSchema(stream, found);
            return bad != null
                    ? bad
                    : new Judged.Valid(bytes, stream, found, EventWiki.idOrDomain(wiki, domain, ""), filledId);
        }

        private @Nullable Judged checkSchema(String stream, StreamCatalog.Found found) {
            OnInvalid onInvalid = found.config().onInvalid();
            String uri = text(event, "$schema");
            if (uri == null) {
                return invalid(stream, onInvalid, "$schema is missing or no string; every event names its schema");
            }
            return switch (rules.schemas().find(uri)) {
                case Lookup.Refused(String reason) -> invalid(stream, onInvalid, reason);
                case Lookup.Unknown(SchemaUri unknown) -> {
                    if (config.schemaMode() == SchemaMode.STRICT) {
                        yield invalid(
                                stream, onInvalid, "schema '" + unknown + "' is not known; add it to the schemas");
                    }
                    Judged bad = checkTitle(stream, found, unknown.title());
                    if (bad == null) {
                        metrics.eventUnchecked();
                    }
                    yield bad;
                }
                case Lookup.Found(var schema) -> {
                    Judged bad = checkTitle(stream, found, schema.title());
                    yield bad != null ? bad : checked(stream, onInvalid, schema.check(event));
                }
            };
        }

        private @Nullable Judged checkTitle(String stream, StreamCatalog.Found found, String title) {
            String wanted = found.config().schemaTitle();
            return wanted == null || wanted.equals(title)
                    ? null
                    : invalid(
                            stream,
                            found.config().onInvalid(),
                            "schema is '" + title + "': stream '" + stream + "' takes only '" + wanted + "'");
        }

        private @Nullable Judged checked(String stream, OnInvalid onInvalid, Verdict verdict) {
            return switch (verdict) {
                case Verdict.Valid(boolean repaired) -> {
                    if (repaired) {
                        metrics.eventRepaired();
                    }
                    yield null;
                }
                case Verdict.Invalid(var violations) ->
                    new Judged.Invalid(
                            bytes,
                            stream,
                            text(event, "$schema"),
                            domain,
                            onInvalid,
                            violations.isEmpty()
                                    ? "event breaks its schema"
                                    : violations.getFirst().toString(),
                            violations);
            };
        }

        private Judged invalid(@Nullable String stream, OnInvalid onInvalid, String message) {
            return new Judged.Invalid(bytes, stream, text(event, "$schema"), domain, onInvalid, message, List.of());
        }

        private @Nullable String wiki() {
            return EventWiki.id(text(event, "database"), text(event, "wiki_id"), text(event, "wiki"));
        }
    }
}
