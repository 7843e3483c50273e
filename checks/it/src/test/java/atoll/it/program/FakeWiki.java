package atoll.it.program;

import static java.nio.charset.StandardCharsets.UTF_8;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.id.Ids;
import atoll.base.id.Randomness;
import atoll.base.json.Json;
import atoll.base.time.TimeSource;
import atoll.http.HttpMetrics;
import atoll.http.HttpRequest;
import atoll.http.HttpResponse;
import atoll.http.HttpServer;
import atoll.http.HttpServerConfig;
import atoll.http.Route;
import atoll.http.Router;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// A wiki's job endpoint inside the test: records each execution and answers as the test says.
public final class FakeWiki implements AutoCloseable {
    /// The secret key the recorded events were signed with.
    public static final String KEY = "0123456789abcdef".repeat(4);

    private static final int MAX_BODY = 16 << 20;
    private static final Duration NEVER = Duration.ofMinutes(5);
    private static final byte[] CHUNK = new byte[64 * 1024];

    private final TimeSource time = Eventually.time();
    private final List<Execution> executions = new ArrayList<>();
    private final Map<String, Integer> counts = new HashMap<>();
    private final HttpServer server;

    /// @param script decides each answer; runs on the request's thread
    private FakeWiki(Function<Execution, Reply> script) {
        Route execute = Route.post("/{path...}", request -> answer(request, script));
        server = new HttpServer(
                HttpServerConfig.DEFAULTS.withListen("127.0.0.1", 0),
                new Router(List.of(execute)),
                new HttpMetrics(new SimpleMeterRegistry()),
                time,
                Ids.random(Randomness.secure()));
        server.start();
    }

    /// @param script decides each answer; runs on many threads
    public static FakeWiki answering(Function<Execution, Reply> script) {
        return new FakeWiki(script);
    }

    /// A wiki where every job succeeds.
    public static FakeWiki obliging() {
        return new FakeWiki(_ -> Reply.done());
    }

    /// One request to execute an event.
    ///
    /// @param number 1 for the first execution of this event
    // Never compared; the bytes belong to the test alone.
    @SuppressWarnings("ArrayRecordComponent")
    public record Execution(String path, String eventId, String wiki, byte[] bytes, Instant at, int number) {
        public String text() {
            return new String(bytes, UTF_8);
        }
    }

    /// What the wiki does with an execution.
    public sealed interface Reply {
        /// A complete answer.
        record Whole(int status, List<Field> headers, String body, Duration after) implements Reply {}

        /// No answer as long as the test runs.
        record Never() implements Reply {}

        /// An answer that goes on until the other end has enough.
        record Endless() implements Reply {}

        /// What MediaWiki says when a job has succeeded.
        static Reply done() {
            return of(200, "{\"status\":true,\"error\":null,\"caught\":[],\"timeMs\":0}");
        }

        static Reply of(int status, String body) {
            return new Whole(status, List.of(), body, Duration.ZERO);
        }

        default Reply after(Duration delay) {
            return this instanceof Whole whole ? new Whole(whole.status, whole.headers, whole.body, delay) : this;
        }
    }

    /// A header of an answer.
    public record Field(String name, String value) {}

    private HttpResponse answer(HttpRequest request, Function<Execution, Reply> script) throws InterruptedException {
        Execution execution = record(request.path(), request.body(MAX_BODY));
        return switch (script.apply(execution)) {
            case Reply.Never() -> {
                time.sleep(NEVER);
                throw new AtollException(ErrorKind.UNAVAILABLE, "never answered");
            }
            case Reply.Endless() ->
                HttpResponse.streamed(200, "application/json", out -> {
                    for (long sent = 0; sent < Long.MAX_VALUE; sent++) {
                        out.write(CHUNK);
                        out.flush();
                        time.sleep(Duration.ofMillis(5));
                    }
                });
            case Reply.Whole(int status, var headers, var body, var after) -> {
                time.sleep(after);
                HttpResponse response = HttpResponse.json(status, body.getBytes(UTF_8));
                for (Field field : headers) {
                    response = response.withHeader(field.name(), field.value());
                }
                yield response;
            }
        };
    }

    private Execution record(String path, byte[] bytes) {
        var event = Json.readTree(bytes);
        String id = event.at("/meta/id").asString("");
        String wiki = event.path("database").asString("");
        synchronized (executions) {
            int number = counts.merge(id, 1, Integer::sum);
            Execution execution = new Execution(path, id, wiki, bytes, time.instant(), number);
            executions.add(execution);
            return execution;
        }
    }

    /// All executions so far, in the order they arrived.
    public List<Execution> executions() {
        synchronized (executions) {
            return List.copyOf(executions);
        }
    }

    public List<Execution> executionsOf(String eventId) {
        return executions().stream()
                .filter(execution -> execution.eventId().equals(eventId))
                .toList();
    }

    public String url() {
        return "http://127.0.0.1:" + server.port();
    }

    @Override
    public void close() {
        server.close();
    }
}
