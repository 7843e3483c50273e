package atoll.server.node;

import atoll.http.HttpResponse;
import atoll.http.Route;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.function.Supplier;

/// `/healthz` (the process is alive), `/readyz` (it can really do its work) and `/metrics`.
///
/// @param notReady why work cannot be done; empty if it can
/// @param queue brought up to date before the metrics are shown
record HealthEndpoint(Supplier<List<String>> notReady, QueueMetrics queue, PrometheusMeterRegistry meters) {

    List<Route> routes() {
        return List.of(
                new Route("GET", "/healthz", _ -> HttpResponse.text(200, "alive\n")),
                new Route("GET", "/readyz", _ -> ready()),
                new Route("GET", "/metrics", _ -> metrics()));
    }

    private HttpResponse metrics() throws InterruptedException {
        queue.refresh();
        return HttpResponse.text(200, meters.scrape());
    }

    private HttpResponse ready() {
        List<String> reasons = notReady.get();
        return reasons.isEmpty()
                ? HttpResponse.text(200, "ready\n")
                : HttpResponse.text(503, "not ready\n" + String.join("\n", reasons) + "\n");
    }
}
