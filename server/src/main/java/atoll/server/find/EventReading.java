package atoll.server.find;

import atoll.changeprop.Envelope;
import atoll.changeprop.EventWiki;
import atoll.log.LogRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// Reads an [EventSummary] in one pass. Values of a wrong type, and values longer than [#LONGEST], count as absent. Not
/// thread-safe.
final class EventReading {
    private static final int LONGEST = 1_000;
    private static final String REQUEST_LINK = "req:";
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(2_000).build())
            .build();

    private @Nullable String id;
    private @Nullable String dt;
    private @Nullable String domain;
    private @Nullable String requestId;
    private @Nullable String uri;
    private @Nullable String database;
    private @Nullable String wikiId;
    private @Nullable String wiki;
    private @Nullable String pageTitle;
    private @Nullable String title;
    private @Nullable String sha1;
    private @Nullable String rootSignature;
    private @Nullable String triggeredBy;

    private EventReading() {}

    /// Null if the record is no event, or one without an id.
    static @Nullable EventSummary read(LogRecord record, byte[] event) {
        EventReading reading = new EventReading();
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), event)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            reading.readTop(parser);
        } catch (JacksonException e) {
            return null;
        }
        return reading.summary(record);
    }

    private @Nullable EventSummary summary(LogRecord record) {
        String given = id == null && record.header(Envelope.HEADER) != null
                ? Envelope.of(record).filledId()
                : id;
        if (given == null) {
            return null;
        }
        String page = pageTitle == null ? title : pageTitle;
        String chain = triggeredBy;
        return new EventSummary(
                given,
                requestId == null && chain != null ? requestOf(chain) : requestId,
                EventWiki.idOrDomain(EventWiki.id(database, wikiId, wiki), domain, "-"),
                page == null && uri != null ? Titles.inAddress(uri) : page,
                dt,
                sha1,
                rootSignature,
                uri,
                chain == null ? null : chain.substring(chain.lastIndexOf(',') + 1));
    }

    private static @Nullable String requestOf(String chain) {
        String first = chain.split(",", 2)[0];
        return first.startsWith(REQUEST_LINK) && first.length() > REQUEST_LINK.length()
                ? first.substring(REQUEST_LINK.length())
                : null;
    }

    private void readTop(JsonParser parser) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (name) {
                case "meta" -> members(parser, value, this::readMeta);
                case "page" -> members(parser, value, this::readPage);
                case "params" -> members(parser, value, this::readParams);
                case "root_event" -> members(parser, value, this::readRoot);
                case "database" -> database = text(parser, value);
                case "wiki_id" -> wikiId = text(parser, value);
                case "wiki" -> wiki = text(parser, value);
                case "page_title" -> pageTitle = text(parser, value);
                case "title" -> title = text(parser, value);
                case "sha1" -> sha1 = text(parser, value);
                case "triggered_by" -> triggeredBy = text(parser, value);
                default -> parser.skipChildren();
            }
        }
    }

    private interface Member {
        void read(String name, JsonParser parser, JsonToken value);
    }

    private static void members(JsonParser parser, JsonToken start, Member member) {
        if (start != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            member.read(name, parser, parser.nextToken());
        }
    }

    private void readMeta(String name, JsonParser parser, JsonToken value) {
        switch (name) {
            case "id" -> id = text(parser, value);
            case "dt" -> dt = text(parser, value);
            case "domain" -> domain = text(parser, value);
            case "request_id" -> requestId = text(parser, value);
            case "uri" -> uri = text(parser, value);
            default -> parser.skipChildren();
        }
    }

    private void readPage(String name, JsonParser parser, JsonToken value) {
        if (name.equals("page_title")) {
            pageTitle = text(parser, value);
        } else {
            parser.skipChildren();
        }
    }

    private void readParams(String name, JsonParser parser, JsonToken value) {
        if (name.equals("title")) {
            title = text(parser, value);
        } else {
            parser.skipChildren();
        }
    }

    private void readRoot(String name, JsonParser parser, JsonToken value) {
        if (name.equals("signature")) {
            rootSignature = text(parser, value);
        } else {
            parser.skipChildren();
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
}
