package atoll.changeprop.admission;

import atoll.changeprop.EventTime;
import atoll.changeprop.EventWiki;
import atoll.work.Root;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// The few fields of an event that decide where it goes, read in one pass. Values of a wrong type, and values longer
/// than [#LONGEST], count as absent. Not thread-safe.
final class EventFields {
    /// Most characters of a value that is kept: it becomes part of a record's header and of keys.
    static final int LONGEST = EventWiki.LONGEST;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(2_000).build())
            .build();

    private @Nullable String id;
    private @Nullable String dt;
    private @Nullable String domain;
    private @Nullable String requestId;
    private @Nullable String database;
    private @Nullable String wikiId;
    private @Nullable String wiki;
    private @Nullable String delayUntil;
    private @Nullable String sha1;
    private @Nullable String rootSignature;
    private @Nullable String rootDt;
    private boolean hasMeta;

    private EventFields() {}

    /// Null if the bytes are not one JSON object.
    static @Nullable EventFields read(byte[] event) {
        EventFields fields = new EventFields();
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), event)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            fields.readTop(parser);
            return parser.nextToken() == null ? fields : null;
        } catch (JacksonException e) {
            return null;
        }
    }

    private void readTop(JsonParser parser) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (name) {
                case "meta" -> readMeta(parser, value);
                case "root_event" -> readRoot(parser, value);
                case "database" -> database = text(parser, value);
                case "wiki_id" -> wikiId = text(parser, value);
                case "wiki" -> wiki = text(parser, value);
                case "delay_until" -> delayUntil = text(parser, value);
                case "sha1" -> sha1 = text(parser, value);
                default -> parser.skipChildren();
            }
        }
    }

    /// Of a repeated `meta` the last one counts as a whole, as for the intake.
    private void readMeta(JsonParser parser, JsonToken start) {
        id = null;
        dt = null;
        domain = null;
        requestId = null;
        if (start != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        hasMeta = true;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (name) {
                case "id" -> id = text(parser, value);
                case "dt" -> dt = text(parser, value);
                case "domain" -> domain = text(parser, value);
                case "request_id" -> requestId = text(parser, value);
                default -> parser.skipChildren();
            }
        }
    }

    private void readRoot(JsonParser parser, JsonToken start) {
        if (start != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (name) {
                case "signature" -> rootSignature = text(parser, value);
                case "dt" -> rootDt = text(parser, value);
                default -> parser.skipChildren();
            }
        }
    }

    private static @Nullable String text(JsonParser parser, JsonToken value) {
        if (value != JsonToken.VALUE_STRING) {
            parser.skipChildren();
            return null;
        }
        int length = parser.getStringLength();
        return length == 0 || length > LONGEST ? null : parser.getString();
    }

    boolean hasMeta() {
        return hasMeta;
    }

    /// Made by monitoring to see whether the stream lives; most rules leave it alone.
    boolean isCanary() {
        return "canary".equals(domain);
    }

    String wiki() {
        return EventWiki.idOrDomain(EventWiki.id(database, wikiId, wiki), domain, "-");
    }

    @Nullable
    String id() {
        return id;
    }

    @Nullable
    String requestId() {
        return requestId;
    }

    @Nullable
    String dedupKey() {
        return sha1;
    }

    @Nullable
    EventTime created() {
        return EventTime.parse(dt);
    }

    @Nullable
    EventTime delayUntil() {
        return EventTime.parse(delayUntil);
    }

    /// Only if both its fields are valid.
    @Nullable
    Root root() {
        EventTime at = EventTime.parse(rootDt);
        return rootSignature == null || at == null ? null : new Root(rootSignature, at.at());
    }
}
