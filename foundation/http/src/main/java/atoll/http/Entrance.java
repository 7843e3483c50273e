package atoll.http;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.id.Ids;
import atoll.base.time.Deadline;
import atoll.base.time.TimeSource;
import atoll.base.time.Wakeup;
import java.time.Duration;
import java.util.IdentityHashMap;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Where requests come in: refuses what is too much, starts an [Exchange] for the rest, and knows when all have ended.
final class Entrance extends Handler.Abstract {
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final HttpResponse STOPPING =
            Problem.of(new AtollException(ErrorKind.UNAVAILABLE, "the server is about to stop: try again elsewhere"));

    private final Router router;
    private final HttpServerConfig config;
    private final HttpMetrics metrics;
    private final TimeSource time;
    private final Ids ids;
    private final IdentityHashMap<Route, HttpMetrics.RouteMeters> meters = new IdentityHashMap<>();
    private final Limit running;
    private final HttpResponse busy;
    private final Wakeup ended;
    private volatile boolean closing;

    Entrance(Router router, HttpServerConfig config, HttpMetrics metrics, TimeSource time, Ids ids) {
        this.router = router;
        this.config = config;
        this.metrics = metrics;
        this.time = time;
        this.ids = ids;
        router.routes().forEach(route -> meters.put(route, metrics.forRoute(route)));
        int most = config.limits().maxConcurrentRequests();
        running = new Limit("concurrent requests", most, Duration.ofSeconds(1));
        busy = Problem.of(new LimitReached("concurrent requests", most, Duration.ofSeconds(1)));
        ended = time.newWakeup();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        if (closing) {
            metrics.rejected(HttpMetrics.Rejection.STOPPING);
            Sending.refuse(request, response, STOPPING, callback);
        } else if (!running.tryEnter()) {
            metrics.rejected(HttpMetrics.Rejection.BUSY);
            Sending.refuse(request, response, busy, callback);
        } else {
            metrics.started();
            new Exchange(this, request, response, callback).run();
        }
        return true;
    }

    /// From now on new requests are refused; waits until those accepted before have been answered. False if some were
    /// still running at the deadline.
    boolean drain(Deadline deadline) {
        closing = true;
        boolean interrupted = false;
        while (running.inside() > 0 && !deadline.isPassed() && !interrupted) {
            try {
                var _ = ended.await(deadline.atMost(LOOK_EVERY).left());
            } catch (InterruptedException e) {
                interrupted = true;
                Thread.currentThread().interrupt();
            }
        }
        return running.inside() == 0;
    }

    void leave() {
        metrics.ended();
        running.leave();
        if (closing) {
            ended.signal();
        }
    }

    boolean isClosing() {
        return closing;
    }

    Router router() {
        return router;
    }

    HttpMetrics metrics() {
        return metrics;
    }

    HttpMetrics.RouteMeters meters(Route route) {
        HttpMetrics.RouteMeters known = meters.get(route);
        return known == null ? metrics.unmatched() : known;
    }

    TimeSource time() {
        return time;
    }

    Ids ids() {
        return ids;
    }

    ConnectionBody body(Request request) {
        return new ConnectionBody(
                request, time, config.timeouts().body(), config.limits().minBodyBytesPerSecond());
    }
}
