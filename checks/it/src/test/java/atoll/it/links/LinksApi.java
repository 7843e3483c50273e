package atoll.it.links;

import atoll.base.id.Ids;
import atoll.base.id.Randomness;
import atoll.base.json.Json;
import atoll.http.HttpMetrics;
import atoll.http.HttpRequest;
import atoll.http.HttpResponse;
import atoll.http.HttpServer;
import atoll.http.HttpServerConfig;
import atoll.http.Route;
import atoll.http.Router;
import atoll.it.program.Eventually;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// A wiki's `api.php` that knows which pages include a template, and tells so many at a time. It can hold an answer
/// back
/// until the test lets it go.
final class LinksApi implements AutoCloseable {
    private static final long LONGEST_HOLD_SECONDS = 60;

    private final int titles;
    private final int atOnce;
    private final List<Integer> asked = new ArrayList<>();
    private final Map<Integer, CountDownLatch> held = new LinkedHashMap<>();
    private final HttpServer server;

    /// @param titles how many pages there are
    /// @param atOnce how many an answer tells
    LinksApi(int titles, int atOnce) {
        this.titles = titles;
        this.atOnce = atOnce;
        server = new HttpServer(
                HttpServerConfig.DEFAULTS.withListen("127.0.0.1", 0),
                new Router(List.of(Route.get("/api.php", this::answer))),
                new HttpMetrics(new SimpleMeterRegistry()),
                Eventually.time(),
                Ids.random(Randomness.secure()));
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.port();
    }

    /// The next answer with this number is held back; the first has number 0.
    void hold(int answer) {
        synchronized (asked) {
            held.put(answer, new CountDownLatch(1));
        }
    }

    void release(int answer) {
        CountDownLatch latch;
        synchronized (asked) {
            latch = held.remove(answer);
        }
        if (latch != null) {
            latch.countDown();
        }
    }

    /// Numbers of the answers that were asked for, in order.
    List<Integer> asked() {
        synchronized (asked) {
            return List.copyOf(asked);
        }
    }

    /// Every page that includes the template.
    List<String> titles() {
        return titles(0, titles);
    }

    private static List<String> titles(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "Page " + i).toList();
    }

    private HttpResponse answer(HttpRequest request) throws InterruptedException {
        String from = request.query().first("eicontinue");
        int first = from == null ? 0 : Integer.parseInt(from);
        CountDownLatch latch;
        synchronized (asked) {
            asked.add(first / atOnce);
            latch = held.get(first / atOnce);
        }
        if (latch != null) {
            boolean _ = latch.await(LONGEST_HOLD_SECONDS, TimeUnit.SECONDS);
        }
        int next = Math.min(titles, first + atOnce);
        Map<String, Object> answer = new LinkedHashMap<>();
        if (next < titles) {
            answer.put("continue", Map.of("eicontinue", Integer.toString(next), "continue", "-||"));
        }
        List<Map<String, Object>> pages = titles(first, next).stream()
                .map(title -> Map.<String, Object>of("ns", 0, "title", title))
                .toList();
        answer.put("query", Map.of("embeddedin", pages));
        return HttpResponse.json(200, Json.write(answer));
    }

    @Override
    public void close() {
        synchronized (asked) {
            held.values().forEach(CountDownLatch::countDown);
        }
        server.close();
    }
}
