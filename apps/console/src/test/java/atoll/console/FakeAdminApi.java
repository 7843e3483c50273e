package atoll.console;

import atoll.base.id.Ids;
import atoll.base.id.Randomness;
import atoll.base.json.Json;
import atoll.base.time.SystemTime;
import atoll.http.Headers;
import atoll.http.HttpMetrics;
import atoll.http.HttpRequest;
import atoll.http.HttpResponse;
import atoll.http.HttpServer;
import atoll.http.HttpServerConfig;
import atoll.http.Problem;
import atoll.http.Route;
import atoll.http.Router;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;

/// An admin API that answers what it was told to, in the shapes of the real one, and remembers what it was asked.
public final class FakeAdminApi implements AutoCloseable {
    private static final int LARGEST_BODY = 4 << 20;

    private final Map<String, HttpResponse> answers = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    /// A request as it came.
    public record Asked(String method, String path, String query, Headers headers, String body) {
        public JsonNode json() {
            return Json.readTree(body.getBytes(StandardCharsets.UTF_8));
        }
    }

    public FakeAdminApi() {
        server = new HttpServer(
                HttpServerConfig.DEFAULTS.withListen("127.0.0.1", 0),
                new Router(List.of(Route.get("/{path...}", this::answer), Route.post("/{path...}", this::answer))),
                new HttpMetrics(new SimpleMeterRegistry()),
                new SystemTime(),
                Ids.random(Randomness.seeded(3)));
        server.start();
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    /// @param path without a query
    public void answers(String path, String json) {
        answers.put(path, HttpResponse.json(200, json.getBytes(StandardCharsets.UTF_8)));
    }

    public void refuses(String path, int status, String detail) {
        answers.put(path, Problem.of(status, detail));
    }

    public void answers(String path, HttpResponse response) {
        answers.put(path, response);
    }

    /// Sends one event and ends the stream.
    public void streams(String path, String event, String data) {
        answers.put(path, HttpResponse.events(sink -> sink.send(event, data)));
    }

    /// Whatever bytes.
    public void saysNonsense(String path) {
        answers.put(path, HttpResponse.bytes(200, "application/json", "<html>".getBytes(StandardCharsets.UTF_8)));
    }

    private HttpResponse answer(HttpRequest request) {
        String path = URLDecoder.decode(request.path(), StandardCharsets.UTF_8);
        asked.add(new Asked(
                request.method(),
                path,
                request.query().raw(),
                request.headers(),
                new String(request.body(LARGEST_BODY), StandardCharsets.UTF_8)));
        HttpResponse answer = answers.get(path);
        return answer == null ? Problem.of(404, "nothing is at '" + request.path() + "'") : answer;
    }

    public List<Asked> asked(String path) {
        return asked.stream().filter(each -> each.path.equals(path)).toList();
    }

    @Override
    public void close() {
        server.close();
    }
}
