package atoll.server.find;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.http.HttpRequest;
import atoll.http.HttpResponse;
import atoll.server.admin.jobs.JobJson;
import atoll.server.admin.ports.AdminPorts;
import atoll.server.admin.ports.Job;
import atoll.server.admin.wire.AdminJson;
import atoll.server.admin.wire.AdminRoutes;
import atoll.server.admin.wire.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Finding events, and the tree of what one request led to, in the admin API. Safe for use by many threads.
public final class Finding implements AdminRoutes.Feature {
    private static final int FOUND = 50;
    private static final int MOST_FOUND = 500;
    private static final int MOST_IN_TREE = 1_000;
    private static final int DELIVERIES_OF_EVENT = 20;

    private final AdminPorts ports;
    private final Indexer indexer;
    private final Finder finder;

    public Finding(AdminPorts ports, Indexer indexer) {
        this.ports = ports;
        this.indexer = indexer;
        this.finder = new Finder(ports, indexer);
    }

    @Override
    public void addTo(AdminRoutes routes) {
        routes.get("/v1/admin/find", this::find);
        routes.get("/v1/admin/find/tree", this::tree);
    }

    private HttpResponse find(HttpRequest request) throws InterruptedException {
        Parameters parameters = Parameters.ofQuery(request, Set.of("q", "by", "limit", "from"));
        String query = required(parameters, "q");
        Optional<Kind> by = Kind.of(parameters.text("by"));
        String from = parameters.text("from");
        if (from != null && by.isEmpty()) {
            throw new AtollException(ErrorKind.INVALID, "'from' goes on with a list: give its 'by' as well");
        }
        int limit = (int) parameters.number("limit", FOUND, 1, MOST_FOUND);
        Finder.Result result = finder.find(query, by, from, limit);
        Map<String, List<Job>> jobs = jobs(result.found());
        ObjectNode answer = answer();
        answer.put("q", query);
        answer.put("by", result.by() == null ? null : result.by().label());
        ArrayNode found = answer.putArray("found");
        for (Finder.Found event : result.found()) {
            ObjectNode node = found.addObject();
            put(node, event);
            putStates(node, jobs.getOrDefault(event.event().id(), List.of()));
        }
        answer.put("next", result.next());
        return AdminJson.answer(answer);
    }

    private ObjectNode answer() {
        ObjectNode answer = AdminJson.object();
        answer.put("at", AdminJson.time(ports.time().instant()));
        answer.put("behind", indexer.behind());
        return answer;
    }

    private static String required(Parameters parameters, String name) {
        String text = parameters.text(name);
        if (text == null || text.isBlank()) {
            throw new AtollException(ErrorKind.INVALID, "'" + name + "' is missing: say what to find");
        }
        return text.strip();
    }

    private Map<String, List<Job>> jobs(List<Finder.Found> events) throws InterruptedException {
        List<String> ids =
                events.stream().map(each -> each.event().id()).distinct().toList();
        return ids.isEmpty() ? Map.of() : ports.work().ofEvents(ids, DELIVERIES_OF_EVENT);
    }

    private static void put(ObjectNode to, Finder.Found found) {
        EventSummary event = found.event();
        to.put("event_id", event.id());
        to.put("request_id", event.requestId());
        to.put("stream", found.stream());
        to.put("wiki", event.wiki());
        to.put("title", event.title());
        to.put("dt", event.dt());
        to.put("received", AdminJson.time(found.stored()));
        to.put("sha1", event.sha1());
        to.put("root_signature", event.rootSignature());
        to.putObject("place")
                .put("topic", found.place().partition().topic())
                .put("partition", found.place().partition().partition())
                .put("offset", found.place().offset());
    }

    private static void putStates(ObjectNode to, List<Job> jobs) {
        Map<String, Integer> counts = new TreeMap<>();
        jobs.forEach(job -> counts.merge(job.state().label(), 1, Integer::sum));
        ObjectNode states = to.putObject("states");
        counts.forEach(states::put);
    }

    private HttpResponse tree(HttpRequest request) throws InterruptedException {
        Parameters parameters = Parameters.ofQuery(request, Set.of("request", "event"));
        String event = parameters.text("event");
        String id = event == null ? required(parameters, "request") : requestOf(event);
        List<Finder.Found> events = new ArrayList<>();
        long leftOut = 0;
        if (id == null && event != null) {
            events.addAll(finder.find(Kind.JOB, event, null, 1).found());
        } else if (id != null) {
            Finder.Result result = finder.find(Kind.REQUEST, id, null, MOST_IN_TREE);
            events.addAll(result.found());
            leftOut = result.next() == null ? 0 : leftOut(id, result.next());
        }
        if (events.isEmpty()) {
            throw unknown(id == null ? String.valueOf(event) : id);
        }
        ObjectNode answer = answer();
        answer.put("request_id", id);
        Map<String, List<Job>> jobs = jobs(events);
        ArrayNode top = answer.putArray("root");
        EventTree.of(events).forEach(node -> put(top.addObject(), node, jobs));
        answer.put("left_out", leftOut);
        return AdminJson.answer(answer);
    }

    /// Null if the event belongs to no request.
    private @Nullable String requestOf(String eventId) throws InterruptedException {
        List<Finder.Found> found =
                finder.find(eventId, Optional.of(Kind.JOB), null, 1).found();
        if (found.isEmpty()) {
            throw unknown(eventId);
        }
        return found.getFirst().event().requestId();
    }

    private static AtollException unknown(String id) {
        return new AtollException(
                ErrorKind.NOT_FOUND,
                "no event of '" + id + "' can be found: it never came, or the log does not keep it any more");
    }

    /// How many more there are, up to as many again.
    private long leftOut(String id, String from) throws InterruptedException {
        return indexer.ask(index -> index.lookUp(Kind.REQUEST, id, from, 10 * MOST_IN_TREE))
                .places()
                .size();
    }

    private static void put(ObjectNode to, EventTree.Node node, Map<String, List<Job>> jobs) {
        put(to.putObject("event"), node.found);
        ArrayNode deliveries = to.putArray("deliveries");
        jobs.getOrDefault(node.found.event().id(), List.of())
                .forEach(job -> JobJson.putWhole(deliveries.addObject(), job));
        ArrayNode children = to.putArray("children");
        node.children.forEach(child -> put(children.addObject(), child, jobs));
    }
}
