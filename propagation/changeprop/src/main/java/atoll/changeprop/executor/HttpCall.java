package atoll.changeprop.executor;

import atoll.base.error.AtollException;
import atoll.base.json.Json;
import atoll.base.time.Deadline;
import atoll.work.AnswerExcerpt;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The port to an HTTP client: sends one request and waits for the answer.
///
/// Promises: returns before the deadline plus a little, whatever the other end does; follows no redirect; repeats
/// nothing
/// that may have reached the other end; reads at most [#BODY_LIMIT] bytes of the answer's body, and cuts the rest off.
/// Does not throw for what the other end does. Safe for use by many threads.
@FunctionalInterface
public interface HttpCall {
    /// Bytes of an answer's body that are kept.
    int BODY_LIMIT = 64 * 1024;

    Reply send(Request request, Deadline deadline) throws InterruptedException;

    /// A header.
    record Field(String name, String value) {}

    /// @param headers sent as they are; a `Host` among them replaces the one made from the URI
    @SuppressWarnings("ArrayRecordComponent") // identity is never used; the bytes are not copied for speed
    record Request(String method, URI uri, List<Field> headers, byte[] body) {
        public Request {
            headers = List.copyOf(headers);
        }
    }

    /// What came back.
    sealed interface Reply {}

    /// @param body at most [#BODY_LIMIT] bytes
    @SuppressWarnings("ArrayRecordComponent") // identity is never used; the bytes are not copied for speed
    record Answer(int status, List<Field> headers, byte[] body) implements Reply {
        public Answer {
            headers = List.copyOf(headers);
        }

        /// A part of the answer, for a rule's `retry_on` and `ignore`: `status`, `headers` (names in lower case) or
        /// `body`
        /// (JSON if it is, else text).
        JsonNode field(String name) {
            JsonNodeFactory nodes = JsonNodeFactory.instance;
            return switch (name) {
                case "status" -> nodes.numberNode(status);
                case "headers" -> {
                    ObjectNode all = nodes.objectNode();
                    headers.forEach(field -> all.put(field.name().toLowerCase(Locale.ROOT), field.value()));
                    yield all;
                }
                case "body" -> {
                    try {
                        yield Json.readTree(body);
                    } catch (AtollException e) {
                        yield nodes.stringNode(new String(body, StandardCharsets.UTF_8));
                    }
                }
                default -> nodes.missingNode();
            };
        }

        /// What others may see of it.
        AnswerExcerpt excerpt() {
            Map<String, String> all = new LinkedHashMap<>();
            headers.forEach(field ->
                    all.merge(field.name().toLowerCase(Locale.ROOT), field.value(), (one, more) -> one + ", " + more));
            int kept = Math.min(body.length, 4 * AnswerExcerpt.LONGEST_BODY);
            return new AnswerExcerpt(all, new String(body, 0, kept, StandardCharsets.UTF_8));
        }

        /// The value of the first header of that name, whatever its case.
        public Optional<String> header(String name) {
            for (Field field : headers) {
                if (field.name().equalsIgnoreCase(name)) {
                    return Optional.of(field.value());
                }
            }
            return Optional.empty();
        }
    }

    /// @param detail what happened, for a person
    record NoAnswer(Kind kind, String detail) implements Reply {}

    /// Why there was no answer.
    enum Kind {
        /// No connection; the request was certainly not carried out.
        NO_CONNECTION,
        /// The deadline passed; the request may have been carried out.
        TIMEOUT,
        /// The connection ended early, or what came was not HTTP; the request may have been carried out.
        BROKEN
    }
}
