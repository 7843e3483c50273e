package atoll.changeprop.intake;

import atoll.base.json.JsonTrouble;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Takes a body apart into its events: each as the exact bytes the producer wrote and as a tree, parsed once. Safe for
/// use
/// by many threads.
///
/// Strict JSON in strict UTF-8 (no surrogates, no overlong forms, no byte order mark). Of duplicate keys the last
/// counts, as
/// for PHP and EventGate: the bytes are stored as they are, so whoever verifies a signature sees the same.
final class EventReader {
    private static final int MAX_NUMBER_LENGTH = 1_000;
    private static final int MAX_NAME_LENGTH = 50_000;
    private static final int MAX_REASON = 200;

    /// Takes the events of a body in order.
    interface Sink {
        /// @param bytes exactly the event's bytes
        /// @param event the event; not needed by the reader afterwards
        void event(byte[] bytes, JsonNode event);
    }

    private final IntakeLimits limits;
    private final JsonMapper mapper;

    EventReader(IntakeLimits limits) {
        this.limits = limits;
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(limits.depth())
                        .maxTokenCount(limits.tokens())
                        .maxStringLength(limits.bodyBytes())
                        .maxNumberLength(MAX_NUMBER_LENGTH)
                        .maxNameLength(MAX_NAME_LENGTH)
                        .build())
                .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
                .build();
        this.mapper = JsonMapper.builder(factory)
                .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

    /// Hands every event to the sink. What the sink got counts only if this returns.
    ///
    /// @return the number of events
    /// @throws BadBody if the body is not JSON to its end, not UTF-8, or beyond a limit
    int read(byte[] body, Sink sink) {
        checkEncoding(body);
        try (JsonParser parser = mapper.createParser(body)) {
            JsonToken first = parser.nextToken();
            int events = switch (first) {
                case START_ARRAY -> readElements(parser, body, sink);
                case START_OBJECT -> {
                    readEvent(parser, body, sink);
                    yield 1;
                }
                case null -> 0;
                default ->
                    throw new BadBody(
                            IntakeMetrics.Refusal.NOT_JSON,
                            "body is a single value: must be an event or an array of events");
            };
            if (parser.nextToken() != null) {
                throw new BadBody(IntakeMetrics.Refusal.NOT_JSON, "body goes on after its end: must be one JSON value");
            }
            return events;
        } catch (StreamConstraintsException e) {
            throw new BadBody(IntakeMetrics.Refusal.LIMIT, "body exceeds a limit: " + reason(e));
        } catch (JacksonException e) {
            throw new BadBody(
                    IntakeMetrics.Refusal.NOT_JSON,
                    "body is not JSON at byte "
                            + Math.max(
                                    0,
                                    e.getLocation() == null
                                            ? 0
                                            : e.getLocation().getByteOffset()) + ": " + reason(e));
        }
    }

    private int readElements(JsonParser parser, byte[] body, Sink sink) {
        int events = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (++events > limits.events()) {
                throw new BadBody(
                        IntakeMetrics.Refusal.LIMIT,
                        "body has more than " + limits.events() + " events; send them in several requests");
            }
            readEvent(parser, body, sink);
        }
        return events;
    }

    private void readEvent(JsonParser parser, byte[] body, Sink sink) {
        long start = parser.currentTokenLocation().getByteOffset();
        JsonNode event = mapper.readTree(parser);
        long end = parser.currentLocation().getByteOffset();
        sink.event(Arrays.copyOfRange(body, (int) start, (int) end), event);
    }

    private static void checkEncoding(byte[] body) {
        for (int i = 0; i < Math.min(4, body.length); i++) {
            if (body[i] == 0) {
                throw new BadBody(IntakeMetrics.Refusal.NOT_UTF8, "body is not UTF-8: has a zero byte at " + i);
            }
        }
        if (body.length >= 3 && body[0] == (byte) 0xEF && body[1] == (byte) 0xBB && body[2] == (byte) 0xBF) {
            throw new BadBody(
                    IntakeMetrics.Refusal.NOT_UTF8, "body begins with a byte order mark: must begin with JSON");
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(body);
        CharBuffer out = CharBuffer.allocate(Math.min(8192, Math.max(16, body.length)));
        CoderResult result = CoderResult.OVERFLOW;
        while (result.isOverflow()) {
            out.clear();
            result = decoder.decode(in, out, true);
        }
        if (result.isError()) {
            throw new BadBody(IntakeMetrics.Refusal.NOT_UTF8, "body is not UTF-8 at byte " + in.position());
        }
    }

    private static String reason(JacksonException e) {
        String line = JsonTrouble.text(e);
        return line.length() > MAX_REASON ? line.substring(0, MAX_REASON) : line;
    }
}
