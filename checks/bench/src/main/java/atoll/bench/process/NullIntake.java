package atoll.bench.process;

import atoll.base.id.Ids;
import atoll.base.id.Randomness;
import atoll.base.time.SystemTime;
import atoll.http.HttpMetrics;
import atoll.http.HttpResponse;
import atoll.http.HttpServer;
import atoll.http.HttpServerConfig;
import atoll.http.Route;
import atoll.http.Router;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;

/// What Atoll's intake is compared with: the same HTTP server reads each body and answers 201, and that is all.
public final class NullIntake implements AutoCloseable {
    private static final int MOST_BODY = 10 << 20;
    private static final HttpResponse CREATED = HttpResponse.of(201).withReason("All events were stored");

    private final HttpServer server;

    public NullIntake(int port) {
        Route events = Route.post("/v1/events", request -> {
            request.body(MOST_BODY);
            return CREATED;
        });
        server = new HttpServer(
                HttpServerConfig.DEFAULTS.withListen("127.0.0.1", port),
                new Router(List.of(events)),
                new HttpMetrics(new SimpleMeterRegistry()),
                new SystemTime(),
                Ids.random(Randomness.secure()));
        server.start();
    }

    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.close();
    }
}
