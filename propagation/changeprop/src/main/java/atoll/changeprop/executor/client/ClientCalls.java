package atoll.changeprop.executor.client;

import atoll.base.time.Deadline;
import atoll.changeprop.executor.HttpCall;
import atoll.http.Headers;
import atoll.http.client.HttpClient;
import atoll.http.client.HttpResult;
import java.util.List;

/// Lets executors call out through the HTTP client. What is kept of an answer's body is for the client's configuration.
public record ClientCalls(HttpClient client) implements HttpCall {

    @Override
    public Reply send(Request request, Deadline deadline) throws InterruptedException {
        Headers headers = new Headers(request.headers().stream()
                .map(field -> new Headers.Field(field.name(), field.value()))
                .toList());
        HttpResult result = client.call(
                new atoll.http.client.HttpCall(request.method(), request.uri(), headers, request.body()), deadline);
        return switch (result) {
            case HttpResult.Answer answer -> new Answer(answer.status(), fields(answer.headers()), answer.body());
            case HttpResult.NoAnswer none -> new NoAnswer(kind(none.cause()), none.detail());
        };
    }

    private static List<Field> fields(Headers headers) {
        return headers.fields().stream()
                .map(field -> new Field(field.name(), field.value()))
                .toList();
    }

    private static Kind kind(HttpResult.Cause cause) {
        if (cause.wasNeverSent()) {
            return Kind.NO_CONNECTION;
        }
        return cause == HttpResult.Cause.TIMEOUT ? Kind.TIMEOUT : Kind.BROKEN;
    }
}
