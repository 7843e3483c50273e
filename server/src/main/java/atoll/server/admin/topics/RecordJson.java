package atoll.server.admin.topics;

import atoll.base.error.AtollException;
import atoll.changeprop.redaction.Redaction;
import atoll.log.Header;
import atoll.log.LogRecord;
import atoll.server.admin.wire.AdminJson;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.node.ObjectNode;

/// A record of the log as one line of JSON.
///
/// A value that is JSON becomes the member `value`, byte for byte, except that line breaks between its tokens become
/// spaces;
/// other text becomes `value_text`, other bytes `value_base64`. The same with keys and headers, which are never taken
/// for
/// JSON.
final class RecordJson {
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(2_000).build())
            .build();
    private static final byte[] VALUE = ",\"value\":".getBytes(StandardCharsets.UTF_8);

    private static final String NOT_JSON = "it is not JSON, so what 'admin.redact' names cannot be told apart";

    private RecordJson() {}

    /// @param redaction of events; with one, a value that is not JSON is not shown
    static void write(int partition, LogRecord record, Redaction redaction, ByteArrayOutputStream out) {
        ObjectNode node = AdminJson.object();
        node.put("partition", partition);
        node.put("offset", record.offset());
        node.put("timestamp", Instant.ofEpochMilli(record.timestampMillis()).toString());
        byte[] key = record.key();
        if (key == null) {
            node.putNull("key");
        } else {
            put(node, "key", key);
        }
        var headers = node.putArray("headers");
        for (Header header : record.headers()) {
            put(headers.addObject().put("name", header.name()), "value", header.value());
        }
        byte[] value = record.value();
        node.put("bytes", value.length);
        boolean isJson = isJson(value);
        if (!redaction.isNone()) {
            try {
                value = redaction.event(value);
            } catch (AtollException e) {
                node.put("value_withheld", NOT_JSON);
                out.writeBytes(AdminJson.bytes(node));
                return;
            }
        }
        if (!isJson) {
            put(node, "value_text", "value_base64", value);
            out.writeBytes(AdminJson.bytes(node));
            return;
        }
        byte[] start = AdminJson.bytes(node);
        out.write(start, 0, start.length - 1);
        out.writeBytes(VALUE);
        for (byte b : value) {
            out.write(b == '\n' || b == '\r' ? ' ' : b);
        }
        out.write('}');
    }

    /// Exactly one JSON value in valid UTF-8.
    private static boolean isJson(byte[] bytes) {
        if (!isUtf8(bytes)) {
            return false;
        }
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), bytes)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            if (parser.currentToken().isScalarValue()) {
                var _ = parser.getString();
            }
            return parser.nextToken() == null;
        } catch (JacksonException e) {
            return false;
        }
    }

    private static void put(ObjectNode to, String name, byte[] bytes) {
        put(to, name, name + "_base64", bytes);
    }

    private static void put(ObjectNode to, String name, String binaryName, byte[] bytes) {
        if (isUtf8(bytes)) {
            to.put(name, new String(bytes, StandardCharsets.UTF_8));
        } else {
            to.put(binaryName, Base64.getEncoder().encodeToString(bytes));
        }
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes))
                            .limit()
                    >= 0;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
