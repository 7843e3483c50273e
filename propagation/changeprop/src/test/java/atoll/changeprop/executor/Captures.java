package atoll.changeprop.executor;

import static java.nio.charset.StandardCharsets.UTF_8;

import atoll.changeprop.executor.HttpCall.Answer;
import atoll.changeprop.executor.HttpCall.Field;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What was recorded from a live MediaWiki.
public final class Captures {
    private static final JsonMapper JSON = new JsonMapper();

    private Captures() {}

    /// A request to the job endpoint and its answer.
    record Case(String name, String method, String requestBody, int status, List<Field> headers, String answer) {
        Answer asAnswer() {
            return new Answer(status, headers, answer.getBytes(UTF_8));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Case> cases() {
        return lines("runsinglejob-cases.jsonl").stream().map(Captures::parse).toList();
    }

    /// Signed job events, byte for byte.
    public static List<String> jobEvents() {
        List<String> events = new ArrayList<>(lines("job-events-1.jsonl"));
        events.addAll(lines("job-events-2.jsonl"));
        return events;
    }

    /// One event of each other stream.
    public static List<String> otherEvents() {
        return lines("other-events.jsonl");
    }

    private static Case parse(String line) {
        JsonNode recorded = JSON.readTree(line);
        JsonNode request = recorded.get("request");
        JsonNode response = recorded.get("response");
        List<Field> headers = new ArrayList<>();
        response.get("headers")
                .properties()
                .forEach(header ->
                        headers.add(new Field(header.getKey(), header.getValue().asString())));
        return new Case(
                recorded.get("case").asString(),
                request.get("method").asString(),
                request.path("body").asString(""),
                response.get("status").asInt(),
                headers,
                response.path("body").asString(""));
    }

    private static List<String> lines(String resource) {
        try (InputStream in =
                Objects.requireNonNull(Captures.class.getResourceAsStream("/atoll/changeprop/" + resource), resource)) {
            return new String(in.readAllBytes(), UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
