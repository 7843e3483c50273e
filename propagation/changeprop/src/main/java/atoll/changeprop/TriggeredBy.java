package atoll.changeprop;

import atoll.work.Attempt;
import atoll.work.Delivery;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// What led to a request, the first first: `req:<request id>,<stream>:<uri>,…`. Goes out as `X-Triggered-By`; whoever
/// is called puts it into the events it sends (`triggered_by`), which lead to further requests.
///
/// What came with the event is kept, but for characters that cannot stand in a header; each of its links has a bounded
/// length, and so has the whole.
///
/// @param links how many events are in the chain, this one included
public record TriggeredBy(String chain, int links) {
    public static final String HEADER = "X-Triggered-By";
    /// The least links any chain may have before it is taken for a loop: an edit leads to page events, these to purges
    /// and renderings, and those to further ones.
    public static final int LONGEST = 10;

    private static final int LONGEST_LINK = 256;
    private static final int LONGEST_CHAIN = 8 * 1024;
    private static final byte[] FIELD = "triggered_by".getBytes(StandardCharsets.UTF_8);
    private static final String FIRST = "req:";
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(2_000).build())
            .build();

    /// False if the event certainly does not say what led to it, so that its chain is itself alone. Looks for the
    /// field's name as producers write it, anywhere in the bytes: much faster than reading them.
    public static boolean mayFollow(byte[] event) {
        for (int i = 0; i + FIELD.length <= event.length; i++) {
            if (event[i] == FIELD[0] && Arrays.equals(event, i, i + FIELD.length, FIELD, 0, FIELD.length)) {
                return true;
            }
        }
        return false;
    }

    public static TriggeredBy of(Attempt attempt) {
        return of(attempt.delivery(), attempt.event());
    }

    /// @param event the delivery's
    public static TriggeredBy of(Delivery delivery, byte[] event) {
        Fields fields = new Fields();
        fields.read(event);
        List<String> links = new ArrayList<>(4);
        String before = fields.triggeredBy;
        if (before != null) {
            for (String link : before.split(",", -1)) {
                links.add(plain(link));
            }
        }
        if (links.isEmpty() || !links.getFirst().startsWith(FIRST)) {
            links.addFirst(FIRST + RequestId.of(delivery));
        }
        String stream = fields.stream == null ? delivery.type() : fields.stream;
        links.add(plain(stream + ":" + (fields.uri == null ? "-" : fields.uri)));
        int events = 0;
        for (String link : links) {
            events += isEvent(link) ? 1 : 0;
        }
        return new TriggeredBy(shortened(String.join(",", links)), events);
    }

    /// A comma in an address separates what is no link of its own.
    private static boolean isEvent(String link) {
        int colon = link.indexOf(':');
        if (link.startsWith(FIRST) || colon <= 0 || colon == link.length() - 1) {
            return false;
        }
        for (int i = 0; i < colon; i++) {
            if (!isOfStream(link.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isOfStream(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '.' || c == '-';
    }

    /// What can stand in a header, with the separator escaped.
    private static String plain(String text) {
        StringBuilder plain = new StringBuilder(Math.min(text.length(), LONGEST_LINK));
        for (int i = 0; i < text.length() && plain.length() < LONGEST_LINK; i++) {
            char c = text.charAt(i);
            if (c > ' ' && c < 0x7F && c != ',') {
                plain.append(c);
            } else if (c < 0x80) {
                plain.append(String.format(Locale.ROOT, "%%%02X", (int) c));
            } else {
                plain.append('_');
            }
        }
        return plain.toString();
    }

    private static String shortened(String chain) {
        return chain.length() <= LONGEST_CHAIN ? chain : chain.substring(0, LONGEST_CHAIN);
    }

    /// The few fields that are looked at; those of a wrong type count as absent.
    private static final class Fields {
        private @Nullable String triggeredBy;
        private @Nullable String stream;
        private @Nullable String uri;

        void read(byte[] event) {
            boolean isAlone = !mayFollow(event);
            try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), event)) {
                if (parser.nextToken() == JsonToken.START_OBJECT) {
                    readTop(parser, isAlone);
                }
            } catch (JacksonException e) {
                // Not JSON after all: what was read so far is all that is known of it.
                return;
            }
        }

        private void readTop(JsonParser parser, boolean isAlone) {
            boolean isOver = false;
            while (!isOver && parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (name.equals("triggered_by")) {
                    triggeredBy = text(parser, value);
                } else if (name.equals("meta") && value == JsonToken.START_OBJECT) {
                    readMeta(parser);
                    isOver = isAlone;
                } else {
                    parser.skipChildren();
                }
            }
        }

        private void readMeta(JsonParser parser) {
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (name) {
                    case "stream" -> stream = text(parser, value);
                    case "uri" -> uri = text(parser, value);
                    default -> parser.skipChildren();
                }
            }
        }

        private static @Nullable String text(JsonParser parser, JsonToken value) {
            parser.skipChildren();
            return value == JsonToken.VALUE_STRING && parser.getStringLength() > 0 ? parser.getString() : null;
        }
    }
}
