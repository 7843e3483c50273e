package atoll.server.demo;

import atoll.base.time.TimeSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/// Carries jobs out on the sample wiki. A job that queues others has done so when it returns. Safe for use by many
/// threads.
final class JobRunner {
    /// Pages of a fan-out that get a job of their own before the rest is left to a further job.
    static final int BATCH = 100;

    private static final Set<String> TYPES = Set.of(
            "null",
            "refreshLinks",
            "htmlCacheUpdate",
            "categoryMembershipChange",
            "recentChangesUpdate",
            "enotifNotify",
            "cdnPurge");

    private final WikiTables tables;
    private final Awaited awaited;
    private final JobEvents jobs;
    private final Supplier<PageEvents> events;
    private final EventBus bus;
    private final TimeSource time;

    JobRunner(
            WikiTables tables,
            Awaited awaited,
            JobEvents jobs,
            Supplier<PageEvents> events,
            EventBus bus,
            TimeSource time) {
        this.tables = tables;
        this.awaited = awaited;
        this.jobs = jobs;
        this.events = events;
        this.bus = bus;
        this.time = time;
    }

    static boolean knows(String type) {
        return TYPES.contains(type);
    }

    void run(JsonNode job) throws InterruptedException {
        JsonNode params = job.path("params");
        Outbox outbox = new Outbox();
        String requestId = params.path("requestId").asString("");
        switch (job.path("type").asString("")) {
            case "refreshLinks" -> refreshLinks(job, params, outbox);
            case "htmlCacheUpdate" -> htmlCacheUpdate(job, params, outbox);
            case "categoryMembershipChange" ->
                categoryMembership(params.path("pageId").asInt(0), requestIdOf(job), outbox);
            case "recentChangesUpdate" -> tables.countActiveUsers();
            case "enotifNotify" -> awaited.cameTrue("enotifNotify", requestId, time.instant());
            case "cdnPurge" -> {
                params.path("urls").forEach(url -> events.get().purge(outbox, requestIdOf(job), url.asString("")));
                awaited.cameTrue("cdnPurge", requestId, time.instant());
            }
            default -> {}
        }
        bus.send(outbox);
    }

    private void refreshLinks(JsonNode job, JsonNode params, Outbox outbox) {
        if (params.path("recursive").asBoolean(false)) {
            List<Revision> pages = backlinks(params);
            for (Revision page : pages) {
                Map<String, Object> leaf = new LinkedHashMap<>();
                leaf.put("pages", pagesParam(List.of(page)));
                leaf.put("triggeredRecursive", true);
                leaf.put("causeAction", "edit-page");
                queue(job, outbox, JobSpec.once("refreshLinks", titleOf(params), leaf));
            }
            queueRest(job, params, pages, outbox);
            return;
        }
        for (String id : params.path("pages").propertyNames()) {
            WikiTables.RowChange change = tables.refresh(Integer.parseInt(id));
            if (change != null) {
                events.get().links(outbox, requestIdOf(job), change);
                events.get()
                        .purge(
                                outbox,
                                requestIdOf(job),
                                events.get().url(change.page().title()));
            }
        }
    }

    private void htmlCacheUpdate(JsonNode job, JsonNode params, Outbox outbox) {
        if (params.path("recursive").asBoolean(false)) {
            List<Revision> pages = backlinks(params);
            if (!pages.isEmpty()) {
                Map<String, Object> leaf = JobSpec.params("pages", pagesParam(pages), "causeAction", "page-touch");
                Title title = titleOf(params);
                queue(
                        job,
                        outbox,
                        pages.size() == 1
                                ? JobSpec.once("htmlCacheUpdate", title, leaf)
                                : JobSpec.each("htmlCacheUpdate", title, leaf));
            }
            queueRest(job, params, pages, outbox);
            return;
        }
        for (Map.Entry<String, JsonNode> page : params.path("pages").properties()) {
            tables.forgetRendering(Integer.parseInt(page.getKey()));
            Title title = new Title(
                    page.getValue().path(0).asInt(0), page.getValue().path(1).asString(""));
            events.get().purge(outbox, requestIdOf(job), events.get().url(title));
        }
    }

    private List<Revision> backlinks(JsonNode params) {
        int after = params.path("range").path("start").asInt(0);
        return tables.backlinks(params.path("table").asString(""), titleOf(params), after, BATCH);
    }

    private void queueRest(JsonNode job, JsonNode params, List<Revision> pages, Outbox outbox) {
        if (pages.size() == BATCH) {
            Map<String, Object> rest = JobSpec.params(
                    "table",
                    params.path("table").asString(""),
                    "recursive",
                    true,
                    "range",
                    JobSpec.params("start", pages.getLast().pageId(), "batchSize", BATCH));
            queue(job, outbox, JobSpec.once(job.path("type").asString(""), titleOf(params), rest));
        }
    }

    private void queue(JsonNode parent, Outbox outbox, JobSpec child) {
        JsonNode root = parent.path("root_event");
        JobSpec job = root.isObject()
                ? child.of(new JobSpec.Root(
                        root.path("signature").asString(""),
                        Instant.parse(root.path("dt").asString(""))))
                : child;
        jobs.add(outbox, requestIdOf(parent), job);
    }

    private static Map<String, Object> pagesParam(List<Revision> pages) {
        Map<String, Object> param = new LinkedHashMap<>();
        for (Revision page : pages) {
            List<Object> title = new ArrayList<>();
            title.add(page.title().namespace());
            title.add(page.title().key());
            param.put(String.valueOf(page.pageId()), title);
        }
        return param;
    }

    private void categoryMembership(int pageId, String requestId, Outbox outbox) {
        WikiTables.RowChange change = tables.report(pageId);
        if (change != null) {
            change.added().forEach(title -> events.get().categorized(outbox, requestId, title, change.page(), true));
            change.removed().forEach(title -> events.get().categorized(outbox, requestId, title, change.page(), false));
        }
    }

    private static Title titleOf(JsonNode params) {
        return new Title(params.path("namespace").asInt(0), params.path("title").asString(""));
    }

    /// Children keep the request id of what led to them.
    private static String requestIdOf(JsonNode job) {
        return job.path("meta").path("request_id").asString("");
    }
}
