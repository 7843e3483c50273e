package atoll.http;

import atoll.base.id.Ids;
import atoll.base.id.Randomness;
import atoll.base.time.SystemTime;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.LoggerFactory;

/// A server on a port of its own, with its meters and all it logged.
final class RunningServer implements AutoCloseable {
    static final HttpServerConfig CONFIG = HttpServerConfig.DEFAULTS
            .withListen("127.0.0.1", 0)
            .withTimeouts(new HttpServerConfig.Timeouts(
                    Duration.ofSeconds(5), Duration.ofMillis(300), Duration.ofMillis(500), Duration.ofSeconds(5)));

    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final HttpServer server;
    private final int port;
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    RunningServer(Route... routes) {
        this(CONFIG, routes);
    }

    RunningServer(HttpServerConfig config, Route... routes) {
        log.start();
        rootLogger().addAppender(log);
        server = new HttpServer(
                config,
                new Router(List.of(routes)),
                new HttpMetrics(registry),
                new SystemTime(),
                Ids.random(Randomness.seeded(1)));
        server.start();
        port = server.port();
    }

    int port() {
        return port;
    }

    /// Its thread has the port in its name.
    boolean isAccepting() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .anyMatch(name -> name.contains("-acceptor-") && name.contains(":" + port + "}"));
    }

    boolean becomesBusyWith(int requests) throws InterruptedException {
        return becomes(() -> registry.get("atoll.http.request.running").gauge().value() == requests);
    }

    RawClient connect() throws java.io.IOException {
        return new RawClient(port());
    }

    List<String> warnings() {
        return List.copyOf(log.list).stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    double rejected(String reason) {
        return registry.get("atoll.http.rejection")
                .tag("reason", reason)
                .counter()
                .count();
    }

    /// Waits at most five seconds until so many were rejected.
    boolean becomesRejected(String reason, int count) throws InterruptedException {
        return becomes(() -> rejected(reason) == count);
    }

    boolean becomesAnswered(String route, String status, int count) throws InterruptedException {
        return becomes(
                () -> registry.get("atoll.http.request").tag("route", route).tag("status", status).timers().stream()
                                .mapToLong(Timer::count)
                                .sum()
                        == count);
    }

    static boolean becomes(BooleanSupplier claim) throws InterruptedException {
        SystemTime time = new SystemTime();
        long end = time.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (!claim.getAsBoolean() && time.nanoTime() < end) {
            time.sleep(Duration.ofMillis(5));
        }
        return claim.getAsBoolean();
    }

    @Override
    public void close() {
        server.close();
        rootLogger().detachAppender(log);
    }

    private static Logger rootLogger() {
        return (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    }
}
