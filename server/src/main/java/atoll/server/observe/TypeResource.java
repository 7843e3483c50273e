package atoll.server.observe;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.http.HttpRequest;
import atoll.http.HttpResponse;
import atoll.server.admin.ports.AdminPorts;
import atoll.server.admin.ports.Job;
import atoll.server.admin.ports.JobFilter;
import atoll.server.admin.wire.AdminJson;
import atoll.server.admin.wire.Parameters;
import atoll.work.ledger.state.State;
import atoll.work.owner.WorkView;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// One job type in detail.
final class TypeResource {
    private static final int DEFAULT_MINUTES = 60;
    private static final int MOST_MINUTES = 1_440;
    private static final int MOST_WIKIS = 100;
    private static final int MOST_ROOTS = 10;

    private final AdminPorts ports;
    private final Overviews overviews;
    private final OverviewJson json;
    private final Rates rates;

    TypeResource(AdminPorts ports, Overviews overviews, Rates rates) {
        this.ports = ports;
        this.overviews = overviews;
        this.json = new OverviewJson(rates);
        this.rates = rates;
    }

    HttpResponse get(HttpRequest request) throws InterruptedException {
        Parameters parameters = Parameters.ofQuery(request, Set.of("minutes"));
        int minutes = (int) parameters.number("minutes", DEFAULT_MINUTES, 1, MOST_MINUTES);
        String name = request.pathParameter("type");
        Overview overview = overviews.get();
        Overview.Type type = overview.types().stream()
                .filter(each -> each.type().equals(name))
                .findFirst()
                .orElseThrow(() -> new AtollException(
                        ErrorKind.NOT_FOUND, "no job type or stream '" + shortened(name) + "' is known"));
        ObjectNode answer = AdminJson.object();
        answer.put("time", AdminJson.time(overview.at()));
        answer.put("since", AdminJson.time(rates.since()));
        json.put(answer, type, overview.at());
        TypeMeter meter = rates.meters().all().get(name);
        ObjectNode latency = answer.putObject("latency_ms");
        OverviewJson.putLatency(latency, "wait", meter == null ? null : meter.wait);
        OverviewJson.putLatency(latency, "run", meter == null ? null : meter.run);
        json.putSeries(answer, name, overview.at(), minutes, true);
        List<WorkView.QueueRow> rows = ports.work().ofType(name);
        putRules(answer, rows);
        putWikis(answer, rows, meter == null ? Map.of() : meter.wikis.counts());
        putRoots(answer, name);
        OverviewJson.putFailures(answer, meter == null ? List.of() : meter.failures.lines());
        return AdminJson.answer(answer);
    }

    private static String shortened(String name) {
        return name.length() <= 200 ? name : name.substring(0, 200) + "…";
    }

    /// The rules that carry it out, which own the slots.
    private void putRules(ObjectNode to, List<WorkView.QueueRow> rows) throws InterruptedException {
        Map<String, WorkView.Slots> slots = ports.work().pulse().slots();
        Set<String> rules = new TreeSet<>();
        rows.forEach(row -> rules.add(row.key().rule()));
        to.put(
                "concurrency",
                rules.stream()
                        .map(slots::get)
                        .mapToInt(each -> each == null ? 0 : each.concurrency())
                        .sum());
        ArrayNode list = to.putArray("rules");
        for (String rule : rules) {
            WorkView.Slots own = slots.getOrDefault(rule, new WorkView.Slots(0, 0));
            list.addObject().put("rule", rule).put("in_use", own.inUse()).put("concurrency", own.concurrency());
        }
    }

    /// What waits of a root's jobs is estimated from a sample of them.
    private void putRoots(ObjectNode to, String type) throws InterruptedException {
        ArrayNode roots = to.putArray("roots");
        for (RootJobs.Line root : rates.roots().largest(type, MOST_ROOTS)) {
            Map<String, List<Job>> jobs = ports.work().ofEvents(root.sample(), 1);
            long unfinished = jobs.values().stream()
                    .filter(found -> JobFilter.isPending(found.getFirst().state()))
                    .count();
            roots.addObject()
                    .put("root", root.wiki() + ": " + (root.title() == null ? root.signature() : root.title()))
                    .put("signature", root.signature())
                    .put("wiki", root.wiki())
                    .put("title", root.title())
                    .put("jobs", root.jobs())
                    .put(
                            "waiting",
                            Math.round(root.jobs()
                                    * unfinished
                                    / (double) Math.max(1, root.sample().size())));
        }
    }

    /// What a wiki has of the type.
    private record Share(String wiki, long done, long waiting, long running) {
        long weight() {
            return done + waiting + running;
        }
    }

    private static void putWikis(ObjectNode to, List<WorkView.QueueRow> rows, Map<String, Long> doneLately) {
        Map<String, Share> shares = new HashMap<>();
        doneLately.forEach((wiki, done) -> shares.put(wiki, new Share(wiki, done, 0, 0)));
        for (WorkView.QueueRow row : rows) {
            Share more = new Share(
                    row.key().wiki(),
                    0,
                    Tally.backlog(row.counts()),
                    row.counts().getOrDefault(State.CLAIMED, 0L));
            shares.merge(more.wiki, more, TypeResource::plus);
        }
        long all = Math.max(
                1, doneLately.values().stream().mapToLong(Long::longValue).sum());
        List<Share> sorted = shares.values().stream()
                .sorted(Comparator.comparingLong(Share::weight).reversed().thenComparing(Share::wiki))
                .toList();
        ArrayNode wikis = to.putArray("wikis");
        sorted.stream()
                .limit(MOST_WIKIS)
                .forEach(share -> wikis.addObject()
                        .put("wiki", share.wiki)
                        .put("done", share.done)
                        .put("share", Math.round(1000.0 * share.done / all) / 1000.0)
                        .put("waiting", share.waiting)
                        .put("running", share.running));
        to.put("wikis_left_out", Math.max(0, sorted.size() - MOST_WIKIS));
    }

    private static Share plus(Share one, Share other) {
        return new Share(one.wiki, one.done + other.done, one.waiting + other.waiting, one.running + other.running);
    }
}
