package atoll.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// The meters of an [HttpServer]. Tags come from the routes and from closed lists, never from a request.
public final class HttpMetrics {
    private final MeterRegistry registry;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Map<Rejection, Counter> rejected = new EnumMap<>(Rejection.class);
    private final Counter received;
    private final Counter sent;
    private final RouteMeters unmatched;

    /// Why a request did not get the answer it asked for.
    enum Rejection {
        /// Bytes that are not HTTP, or headers beyond the limits.
        MALFORMED,
        /// More than the concurrent requests allowed.
        BUSY,
        /// The server is about to stop.
        STOPPING,
        TOO_LARGE,
        /// Headers or body did not arrive in time.
        TOO_SLOW,
        /// The client closed the connection before the answer was complete.
        CLIENT_GONE
    }

    public HttpMetrics(MeterRegistry registry) {
        this.registry = registry;
        Gauge.builder("atoll.http.request.running", inFlight, AtomicInteger::get)
                .description("requests being handled or answered right now")
                .register(registry);
        for (Rejection reason : Rejection.values()) {
            rejected.put(
                    reason,
                    Counter.builder("atoll.http.rejection")
                            .description("requests and connections that were refused or broken off, by reason")
                            .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
        received = Counter.builder("atoll.http.received")
                .description("bytes of request bodies read")
                .baseUnit("bytes")
                .register(registry);
        sent = Counter.builder("atoll.http.sent")
                .description("bytes of response bodies written")
                .baseUnit("bytes")
                .register(registry);
        unmatched = new RouteMeters("any", "unmatched");
    }

    RouteMeters forRoute(Route route) {
        return new RouteMeters(route.method(), route.pattern());
    }

    RouteMeters unmatched() {
        return unmatched;
    }

    void started() {
        inFlight.incrementAndGet();
    }

    void ended() {
        inFlight.decrementAndGet();
    }

    void rejected(Rejection reason) {
        Objects.requireNonNull(rejected.get(reason)).increment();
    }

    void received(long bytes) {
        received.increment((double) bytes);
    }

    void sent(long bytes) {
        sent.increment((double) bytes);
    }

    /// The timers of one route, by class of status.
    final class RouteMeters {
        private final Timer[] byClass = new Timer[6];

        RouteMeters(String method, String pattern) {
            for (int i = 1; i < byClass.length; i++) {
                byClass[i] = Timer.builder("atoll.http.request")
                        .description("requests answered, from the end of their headers to the end of the response")
                        .tag("route", pattern)
                        .tag("method", method)
                        .tag("status", i + "xx")
                        .serviceLevelObjectives(
                                Duration.ofMillis(1),
                                Duration.ofMillis(10),
                                Duration.ofMillis(100),
                                Duration.ofSeconds(1))
                        .register(registry);
            }
        }

        void answered(int status, long nanos) {
            byClass[Math.clamp(status / 100, 1, 5)].record(nanos, TimeUnit.NANOSECONDS);
        }
    }
}
