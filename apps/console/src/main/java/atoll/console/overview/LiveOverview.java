package atoll.console.overview;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.json.Json;
import atoll.console.api.Answer;
import atoll.console.api.Tree;
import atoll.console.web.Site;
import atoll.console.web.Visit;
import atoll.http.HttpResponse;
import atoll.http.Limit;
import atoll.http.Route;
import atoll.http.SseSink;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Keeps overviews in browsers up to date: each event of the API's live stream becomes the piece of page it changes.
///
/// A browser reconnects by itself when the stream ends, which it does after ten minutes, so that a session that is over
/// does not go on reading.
final class LiveOverview {
    private static final int BROWSERS = 32;
    private static final Duration AT_MOST = Duration.ofMinutes(10);

    private final Site site;
    private final Limit watching = new Limit("browsers watching the overview", BROWSERS, Duration.ofSeconds(10));

    LiveOverview(Site site) {
        this.site = site;
    }

    Route route() {
        return site.page("/console/live", this::watch);
    }

    private HttpResponse watch(Visit visit) {
        return visit.events(sink -> {
            if (!watching.tryEnter()) {
                sink.send("full", "too many browsers are watching: reload the page for news");
                return;
            }
            try {
                follow(visit, sink);
            } finally {
                watching.leave();
            }
        });
    }

    private void follow(Visit visit, SseSink sink) throws InterruptedException {
        Answer end = site.api().follow("/v1/admin/live", "overview", AT_MOST, data -> {
            if (!sink.isOpen()) {
                throw new AtollException(ErrorKind.UNAVAILABLE, "the server is about to stop");
            }
            Tree tree = new Tree(Json.readTree(data.getBytes(StandardCharsets.UTF_8)));
            String why = tree.text("unavailable");
            if (why.isEmpty()) {
                sink.send("overview", visit.text("overview/now", Overview.of(tree)));
            } else {
                sink.send("unavailable", why);
            }
        });
        switch (end) {
            case Answer.Missing _ -> sink.send("full", "this Atoll has no live overview: reload the page for news");
            case Answer.Refused(var _, var detail) -> sink.send("full", detail);
            case Answer.Silent(var detail) -> sink.send("unavailable", detail);
            case Answer.Found _ -> throw new AssertionError("a stream is not found, it ends");
        }
    }
}
