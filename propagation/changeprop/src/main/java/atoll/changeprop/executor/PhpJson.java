package atoll.changeprop.executor;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// JSON as PHP decodes it into arrays and encodes it again with slashes and Unicode unescaped.
///
/// What PHP forgets, this forgets: white space, the spelling of strings and floats, and the difference between an
/// object
/// and an array (`{}` becomes `[]`, an object with the keys 0, 1, 2 … in order becomes a list). Of a repeated key the
/// first place and the last value stay. Integers beyond 64 bits become floats, -0 becomes a float.
final class PhpJson {
    private static final int DEEPEST = 512;
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNumberLength(10_000)
                    .maxNameLength(1 << 20)
                    .build())
            .build();

    private PhpJson() {}

    /// The event's fields in their order; null if PHP could not read it, or it is not an object.
    static @Nullable Map<String, @Nullable Object> decodeObject(byte[] json) {
        String text = utf8(json);
        if (text == null || text.startsWith("\uFEFF")) {
            return null;
        }
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            Map<String, @Nullable Object> fields = object(parser);
            return parser.nextToken() == null ? fields : null;
        } catch (JacksonException | AtollException e) {
            return null;
        }
    }

    static byte[] encode(Map<String, @Nullable Object> object) {
        StringBuilder to = new StringBuilder(512);
        write(object, to);
        return to.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static @Nullable Object value(JsonParser parser, @Nullable JsonToken token) {
        if (token == null) {
            throw unreadable();
        }
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> {
                List<@Nullable Object> items = new ArrayList<>();
                for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                    items.add(value(parser, next));
                }
                yield items;
            }
            case VALUE_STRING -> paired(parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> PhpNumber.decoded(parser.getString());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw unreadable();
        };
    }

    private static Map<String, @Nullable Object> object(JsonParser parser) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = paired(parser.currentName());
            fields.put(name, value(parser, parser.nextToken()));
        }
        return fields;
    }

    /// PHP refuses half of a surrogate pair.
    private static String paired(String text) {
        if (text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            throw unreadable();
        }
        return text;
    }

    private static void write(@Nullable Object value, StringBuilder to) {
        switch (value) {
            case null -> to.append("null");
            case String text -> writeString(text, to);
            case Map<?, ?> map -> writeMap(map, to);
            case List<?> list -> writeList(list, to);
            default -> to.append(value);
        }
    }

    private static void writeMap(Map<?, ?> map, StringBuilder to) {
        if (isList(map)) {
            writeList(new ArrayList<>(map.values()), to);
            return;
        }
        char before = '{';
        for (Map.Entry<?, ?> field : map.entrySet()) {
            to.append(before);
            writeString(String.valueOf(field.getKey()), to);
            to.append(':');
            write(field.getValue(), to);
            before = ',';
        }
        to.append('}');
    }

    private static void writeList(List<?> list, StringBuilder to) {
        to.append('[');
        for (int i = 0; i < list.size(); i++) {
            if (i > 0) {
                to.append(',');
            }
            write(list.get(i), to);
        }
        to.append(']');
    }

    private static boolean isList(Map<?, ?> map) {
        int expected = 0;
        for (Object key : map.keySet()) {
            if (!Integer.toString(expected).equals(key)) {
                return false;
            }
            expected++;
        }
        return true;
    }

    private static void writeString(String text, StringBuilder to) {
        to.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> to.append("\\\"");
                case '\\' -> to.append("\\\\");
                case '\b' -> to.append("\\b");
                case '\f' -> to.append("\\f");
                case '\n' -> to.append("\\n");
                case '\r' -> to.append("\\r");
                case '\t' -> to.append("\\t");
                case '\u2028' -> to.append("\\u2028");
                case '\u2029' -> to.append("\\u2029");
                default -> {
                    if (c < 0x20) {
                        to.append("\\u00")
                                .append(Character.forDigit(c >> 4, 16))
                                .append(Character.forDigit(c & 0xF, 16));
                    } else {
                        to.append(c);
                    }
                }
            }
        }
        to.append('"');
    }

    private static @Nullable String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static AtollException unreadable() {
        return new AtollException(ErrorKind.INVALID, "the event is not JSON that PHP reads");
    }
}
