package atoll.server.demo;

import atoll.base.error.AtollException;
import atoll.base.id.Ids;
import atoll.base.id.Randomness;
import atoll.base.time.TimeSource;
import atoll.http.HttpMetrics;
import atoll.http.HttpResponse;
import atoll.http.HttpServer;
import atoll.http.HttpServerConfig;
import atoll.http.Route;
import atoll.http.Router;
import atoll.http.client.HttpClient;
import atoll.http.client.HttpClientConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A wiki of one process that plays MediaWiki's part: its edits send the events that the EventBus extension would send,
/// its job endpoint carries jobs out.
///
/// As with MediaWiki an edit succeeds even if its events are not accepted; then they are lost. Safe for use by many
/// threads.
final class SampleWiki implements AutoCloseable {
    static final String SECRET_KEY = "the sample wiki signs its jobs with this";

    /// Longest text of an edit that is taken.
    private static final int MOST_CHARACTERS = 100_000;

    private final TimeSource time;
    private final WikiTables tables = new WikiTables();
    private final Awaited awaited = new Awaited();
    private final AtomicLong edits = new AtomicLong();
    private final HttpClient client;
    private final HttpServer server;
    private final EventBus bus;
    private final JobEvents jobs;
    private final JobEndpoint endpoint;
    private volatile @Nullable PageEvents events;
    private volatile Instant readOnlyUntil = Instant.MIN;

    private SampleWiki(TimeSource time, Ids ids, Randomness luck, Troubles troubles) {
        this.time = time;
        client = HttpClient.open(HttpClientConfig.DEFAULTS, time);
        bus = new EventBus(client, time);
        jobs = new JobEvents(ids, time, SECRET_KEY);
        JobRunner runner = new JobRunner(tables, awaited, jobs, this::events, bus, time);
        endpoint = new JobEndpoint(jobs, runner, this::isReadOnly, time, luck, troubles);
        List<Route> routes = new ArrayList<>(endpoint.routes());
        routes.add(Route.get("/", _ -> HttpResponse.text(200, about())));
        server = new HttpServer(
                HttpServerConfig.DEFAULTS.withListen("127.0.0.1", 0),
                new Router(routes),
                new HttpMetrics(new SimpleMeterRegistry()),
                time,
                ids);
    }

    /// Listens on a free port of this machine.
    static SampleWiki start(TimeSource time, Ids ids, Randomness luck, Troubles troubles) {
        SampleWiki wiki = new SampleWiki(time, ids, luck, troubles);
        wiki.server.start();
        wiki.events = new PageEvents(ids, time, wiki.url());
        return wiki;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    /// From now on events go there.
    void connect(URI intake) {
        bus.connect(intake);
    }

    private PageEvents events() {
        PageEvents known = events;
        if (known == null) {
            throw new AssertionError("the sample wiki is used before it has started");
        }
        return known;
    }

    /// Pages that were there before.
    void load(Title title, String text) {
        tables.load(title, text, time.instant());
    }

    List<Title> titles() {
        return tables.titles();
    }

    /// The page's text; empty if there is none.
    String text(Title title) {
        Revision page = tables.page(title);
        return page == null ? "" : page.text();
    }

    void view(Title title) {
        tables.view(title);
    }

    /// Saves a page. False if the wiki is read-only, or the text too long.
    ///
    /// @param rebound the page is purged once more after this
    boolean edit(Title title, String text, String user, String comment, Duration rebound) throws InterruptedException {
        if (isReadOnly() || text.length() > MOST_CHARACTERS) {
            return false;
        }
        WikiTables.Saved saved = tables.save(title, text, user, comment, time.instant());
        String requestId = jobs.newRequestId();
        Outbox beforeAnswer = new Outbox();
        events().purges(beforeAnswer, requestId, title);
        trySend(beforeAnswer);
        trySend(afterAnswer(saved, requestId, rebound));
        edits.incrementAndGet();
        return true;
    }

    /// As MediaWiki, which only logs it.
    private void trySend(Outbox outbox) throws InterruptedException {
        try {
            bus.send(outbox);
        } catch (AtollException _) {
            // Counted as refused; the check at the end tells.
        }
    }

    private Outbox afterAnswer(WikiTables.Saved saved, String requestId, Duration rebound) {
        Outbox outbox = new Outbox();
        Revision page = saved.revision();
        Title title = page.title();
        Instant now = time.instant();
        if (title.namespace() == Title.TEMPLATE) {
            jobs.add(outbox, requestId, fanOut("refreshLinks", "templatelinks", "edit-page", page, now));
        }
        events().links(outbox, requestId, saved.links());
        events().revision(outbox, requestId, saved);
        events().recentChange(outbox, requestId, page);
        jobs.add(
                outbox,
                requestId,
                JobSpec.once(
                        "categoryMembershipChange",
                        title,
                        JobSpec.params("pageId", page.pageId(), "revTimestamp", JobEvents.compact(page.at()))));
        jobs.add(outbox, requestId, fanOut("htmlCacheUpdate", "templatelinks", "edit-page", page, now));
        if (page.isNew()) {
            jobs.add(outbox, requestId, fanOut("htmlCacheUpdate", "pagelinks", "page-touch", page, now));
        }
        jobs.add(
                outbox,
                requestId,
                JobSpec.once(
                        "recentChangesUpdate",
                        new Title(Title.SPECIAL, "RecentChanges"),
                        JobSpec.params("type", "cacheUpdate")));
        awaited.expect("enotifNotify", requestId, Instant.MIN);
        jobs.add(outbox, requestId, mail(page));
        if (rebound.isPositive()) {
            Instant due = Instant.ofEpochSecond(now.plus(rebound).getEpochSecond());
            awaited.expect("cdnPurge", requestId, due);
            JobSpec purge = JobSpec.each("cdnPurge", title, JobSpec.params("urls", List.of(events().url(title))));
            jobs.add(outbox, requestId, purge.notBefore(due));
        }
        return outbox;
    }

    private static JobSpec fanOut(String type, String table, String cause, Revision page, Instant now) {
        String signature =
                JobEvents.sha1(type + ":" + table + ":" + page.title().prefixed());
        return JobSpec.once(
                        type,
                        page.title(),
                        JobSpec.params("table", table, "recursive", true, "rootJobIsSelf", true, "causeAction", cause))
                .of(new JobSpec.Root(signature, now));
    }

    private static JobSpec mail(Revision page) {
        return JobSpec.each(
                "enotifNotify",
                page.title(),
                JobSpec.params(
                        "editor",
                        page.user(),
                        "timestamp",
                        JobEvents.compact(page.at()),
                        "summary",
                        page.comment(),
                        "minorEdit",
                        0,
                        "oldid",
                        page.parent(),
                        "watchers",
                        List.of(1),
                        "pageStatus",
                        page.isNew() ? "created" : "changed"));
    }

    /// Queues a job of an extension that is not installed any more: nobody can carry it out.
    void queueOrphan() throws InterruptedException {
        Outbox outbox = new Outbox();
        jobs.add(
                outbox,
                jobs.newRequestId(),
                JobSpec.each("uninstalledExtension", Title.article("Main_Page"), JobSpec.params("since", "last week")));
        trySend(outbox);
    }

    void readOnlyFor(Duration duration) {
        readOnlyUntil = time.instant().plus(duration);
    }

    boolean isReadOnly() {
        return time.instant().isBefore(readOnlyUntil);
    }

    void suffer(Troubles troubles) {
        endpoint.suffer(troubles);
    }

    long edits() {
        return edits.get();
    }

    JobEndpoint endpoint() {
        return endpoint;
    }

    EventBus bus() {
        return bus;
    }

    /// Compares derived tables with what they should be. Means something when nobody edits and all jobs are done.
    WikiCheck check() {
        return new WikiCheck(tables.size(), tables.compare(), awaited.missing(), awaited.early(), bus.refused());
    }

    private String about() {
        WikiCheck now = check();
        StringBuilder text = new StringBuilder("The sample wiki\n\n")
                .append(now.pages())
                .append(" pages, ")
                .append(edits.get())
                .append(" edits, ")
                .append(endpoint.carriedOut())
                .append(" jobs carried out, ")
                .append(endpoint.failed())
                .append(" attempts failed")
                .append(isReadOnly() ? ", read-only at present" : "")
                .append("\n\n");
        List<String> complaints = now.complaints();
        text.append(
                complaints.isEmpty() ? "All derived tables are up to date.\n" : "Jobs still have to bring right:\n");
        complaints.forEach(line -> text.append("  ").append(line).append('\n'));
        return text.toString();
    }

    @Override
    public void close() {
        server.close();
        client.close();
    }
}
