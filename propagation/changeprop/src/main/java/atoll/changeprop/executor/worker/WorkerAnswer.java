package atoll.changeprop.executor.worker;

import atoll.base.error.AtollException;
import atoll.base.json.Json;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One line of a worker: what became of a job.
///
/// @param id the request's
/// @param error what went wrong, or why it was not tried
/// @param retryAfter for [Status#POSTPONED]: when to ask again
/// @param memoryBytes what the process says it holds; 0 if it does not say
/// @param leaving true if the process ends after this answer by itself
/// @param lag how far the wiki's replicas are behind; null if it does not say
record WorkerAnswer(
        String id,
        Status status,
        @Nullable String error,
        Duration retryAfter,
        long memoryBytes,
        boolean leaving,
        @Nullable Duration lag) {
    static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    private static final int LONGEST_WAIT_SECONDS = 900;
    /// Thirty years: what is longer is no lag but a server that counts from nothing.
    private static final double LONGEST_LAG_SECONDS = 1e9;

    /// What became of the job.
    enum Status {
        /// Carried out.
        DONE,
        /// Worth another attempt.
        FAILED,
        /// Another attempt cannot mend it.
        REJECTED,
        /// Not tried. If it says how far the replicas are behind, that is why, and only bulk work should not be sent
        /// for a
        /// while; else the wiki is read-only, and nothing should.
        POSTPONED
    }

    /// Thrown for a line that is not an answer; the message completes "the worker's answer …".
    static final class NotAnAnswer extends Exception {
        NotAnAnswer(String message) {
            super(message);
        }
    }

    static WorkerAnswer read(byte[] line) throws NotAnAnswer {
        JsonNode node = object(line);
        String id = text(node, "id");
        if (id == null) {
            throw new NotAnAnswer("has no 'id'");
        }
        JsonNode wait = node.path("retryAfter");
        JsonNode memory = node.path("memory");
        return new WorkerAnswer(
                id,
                status(text(node, "status")),
                text(node, "error"),
                wait.isIntegralNumber() && wait.canConvertToInt()
                        ? Duration.ofSeconds(Math.clamp(wait.intValue(), 1, LONGEST_WAIT_SECONDS))
                        : RETRY_AFTER,
                memory.isIntegralNumber() && memory.canConvertToLong() ? Math.max(0, memory.longValue()) : 0,
                node.path("stop").isBoolean() && node.path("stop").booleanValue(),
                lag(node.path("lag")));
    }

    private static @Nullable Duration lag(JsonNode seconds) {
        return seconds.isNumber() && seconds.doubleValue() >= 0 && seconds.doubleValue() <= LONGEST_LAG_SECONDS
                ? Duration.ofMillis((long) (1000 * seconds.doubleValue()))
                : null;
    }

    /// Checks the line with which a process says that it can take jobs.
    static void checkGreeting(byte[] line) throws NotAnAnswer {
        JsonNode ready = object(line).path("ready");
        if (!ready.isInt() || ready.intValue() != 1) {
            throw new NotAnAnswer("is not the greeting '{\"ready\":1}'");
        }
    }

    private static JsonNode object(byte[] line) throws NotAnAnswer {
        JsonNode node;
        try {
            node = Json.readTree(line);
        } catch (AtollException e) {
            throw new NotAnAnswer("is " + e.getMessage());
        }
        if (!node.isObject()) {
            throw new NotAnAnswer("is not a JSON object");
        }
        return node;
    }

    private static @Nullable String text(JsonNode node, String name) throws NotAnAnswer {
        JsonNode value = node.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isString()) {
            throw new NotAnAnswer("has a '" + name + "' that is not text");
        }
        return value.stringValue();
    }

    private static Status status(@Nullable String text) throws NotAnAnswer {
        return switch (text) {
            case "done" -> Status.DONE;
            case "failed" -> Status.FAILED;
            case "rejected" -> Status.REJECTED;
            case "postponed" -> Status.POSTPONED;
            case null, default ->
                throw new NotAnAnswer("has the status '" + text + "': must be done, failed, rejected or postponed");
        };
    }
}
