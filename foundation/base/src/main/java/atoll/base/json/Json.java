package atoll.base.json;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import java.io.IOException;
import java.io.OutputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/// JSON as the admin API and the command line speak it: records in, records out. Strict: unknown and repeated members,
/// text behind the value, numbers given as strings and null for a primitive are refused. Input is bounded in size,
/// depth
/// and the length of names and numbers. Instants and durations are ISO text. Safe for use by many threads.
///
/// Everything that cannot be read is an [AtollException] of kind INVALID that says where and why.
public final class Json {
    private static final int MOST_BYTES = 16 << 20;
    private static final int MOST_LEVELS = 100;
    private static final int LONGEST_NAME = 10_000;
    private static final int LONGEST_NUMBER = 100;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxDocumentLength(MOST_BYTES)
                            .maxStringLength(MOST_BYTES)
                            .maxNestingDepth(MOST_LEVELS)
                            .maxNameLength(LONGEST_NAME)
                            .maxNumberLength(LONGEST_NUMBER)
                            .build())
                    .build())
            .enable(
                    DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                    DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                    DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(
                    LogicalType.Textual,
                    text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS, DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .build();

    private Json() {}

    public static <T> T read(byte[] json, Class<T> type) {
        checkSize(json);
        try {
            T value = MAPPER.readValue(json, type);
            if (value == null) {
                throw new AtollException(ErrorKind.INVALID, "JSON is 'null': a value is needed");
            }
            return value;
        } catch (JacksonException e) {
            throw invalid(e);
        }
    }

    public static JsonNode readTree(byte[] json) {
        checkSize(json);
        try {
            JsonNode node = MAPPER.readTree(json);
            if (node == null || node.isMissingNode()) {
                throw new AtollException(ErrorKind.INVALID, "not JSON: there is nothing to read");
            }
            return node;
        } catch (JacksonException e) {
            throw invalid(e);
        }
    }

    /// On one line, as UTF-8.
    public static byte[] write(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    /// Indented, for people.
    public static byte[] writePretty(Object value) {
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(value);
    }

    /// As [#write], into a stream that stays open.
    public static void write(Object value, OutputStream to) throws IOException {
        to.write(write(value));
    }

    private static void checkSize(byte[] json) {
        if (json.length > MOST_BYTES) {
            throw new AtollException(
                    ErrorKind.TOO_LARGE, "JSON has " + json.length + " bytes: at most " + MOST_BYTES + " are read");
        }
    }

    private static AtollException invalid(JacksonException failure) {
        StringBuilder message =
                new StringBuilder(failure instanceof StreamReadException ? "not JSON" : "JSON does not fit");
        String path = path(failure);
        if (!path.isEmpty()) {
            message.append(" at '").append(path).append('\'');
        }
        message.append(": ").append(JsonTrouble.text(failure));
        TokenStreamLocation location = failure.getLocation();
        if (location != null && location.getLineNr() > 0) {
            message.append(" (line ")
                    .append(location.getLineNr())
                    .append(", column ")
                    .append(location.getColumnNr())
                    .append(')');
        }
        return new AtollException(ErrorKind.INVALID, message.toString(), failure);
    }

    private static String path(JacksonException failure) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference step : failure.getPath()) {
            if (step.getPropertyName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
            }
        }
        return path.toString();
    }
}
