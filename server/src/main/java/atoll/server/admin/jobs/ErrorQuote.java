package atoll.server.admin.jobs;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads error events: what they say of the event they quote.
final class ErrorQuote {
    private static final JsonMapper JSON = new JsonMapper();

    private ErrorQuote() {}

    /// What was wrong with the quoted event; empty if the record is no error event.
    static Optional<String> complaint(byte[] value) {
        try {
            JsonNode event = JSON.readTree(value);
            boolean isError = event.path("$schema").asString("").startsWith("/error/") && event.has("raw_event");
            return isError ? Optional.of(event.path("message").asString("no reason is given")) : Optional.empty();
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }
}
