package atoll.changeprop.executor;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// The JSON body of MediaWiki's job endpoint, as far as it could be read (it may have been cut).
///
/// @param status true if it says `"status":true`
/// @param message what kind of answer it is, if it says so
/// @param error what went wrong in the job, if anything did
record JobAnswer(
        boolean status, @Nullable String message, @Nullable String error) {
    private static final JsonFactory JSON = new JsonFactory();

    static JobAnswer read(byte[] body) {
        boolean status = false;
        @Nullable String message = null;
        @Nullable String error = null;
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return new JobAnswer(false, null, null);
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (name) {
                    case "status" -> status = value == JsonToken.VALUE_TRUE;
                    case "message" -> message = value == JsonToken.VALUE_STRING ? parser.getString() : message;
                    case "error" -> error = value == JsonToken.VALUE_STRING ? parser.getString() : error;
                    default -> {}
                }
                parser.skipChildren();
            }
        } catch (JacksonException e) {
            return new JobAnswer(status, message, error);
        }
        return new JobAnswer(status, message, error);
    }

    boolean says(String text) {
        return message != null && message.contains(text);
    }
}
