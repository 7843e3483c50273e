package atoll.server.observe;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.http.HttpRequest;
import atoll.http.HttpResponse;
import atoll.http.SseSink;
import atoll.server.admin.ports.AdminPorts;
import atoll.server.admin.wire.AdminJson;
import atoll.server.admin.wire.AdminRoutes;
import atoll.server.admin.wire.Parameters;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Semaphore;

/// The overview, once or as it changes, and single job types. Safe for use by many threads.
public final class Observation implements AdminRoutes.Feature {
    static final int LISTENERS = 64;
    private static final Duration PACE = Duration.ofSeconds(1);

    private final AdminPorts ports;
    private final Overviews overviews;
    private final OverviewJson json;
    private final TypeResource types;
    private final Semaphore listening = new Semaphore(LISTENERS);

    public Observation(AdminPorts ports, Rates rates) {
        this.ports = ports;
        this.overviews = new Overviews(ports, rates);
        this.json = new OverviewJson(rates);
        this.types = new TypeResource(ports, overviews, rates);
    }

    @Override
    public void addTo(AdminRoutes routes) {
        routes.get("/v1/admin/overview", this::overview);
        routes.get("/v1/admin/types/{type}", types::get);
        routes.get("/v1/admin/live", this::live);
    }

    private HttpResponse overview(HttpRequest request) throws InterruptedException {
        Parameters.ofQuery(request, Set.of());
        return AdminJson.answer(json.whole(overviews.get(), true));
    }

    private HttpResponse live(HttpRequest request) {
        Parameters.ofQuery(request, Set.of());
        if (listening.availablePermits() == 0) {
            throw tooMany();
        }
        return HttpResponse.events(this::tell);
    }

    private void tell(SseSink sink) throws InterruptedException {
        // Between the answer's start and now others may have come: the last of them is cut off.
        if (!listening.tryAcquire()) {
            throw tooMany();
        }
        try {
            while (sink.isOpen()) {
                sink.send("overview", present());
                ports.time().sleep(PACE);
            }
        } finally {
            listening.release();
        }
    }

    private String present() throws InterruptedException {
        try {
            return new String(AdminJson.bytes(json.whole(overviews.get(), false)), StandardCharsets.UTF_8);
        } catch (AtollException e) {
            // The page goes on listening and says so: the next second may have an answer.
            return new String(
                    AdminJson.bytes(AdminJson.object().put("unavailable", String.valueOf(e.getMessage()))),
                    StandardCharsets.UTF_8);
        }
    }

    private static AtollException tooMany() {
        return new AtollException(
                ErrorKind.LIMITED, LISTENERS + " clients listen already, which is the most: try again later");
    }
}
