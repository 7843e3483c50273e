package atoll.server.admin.jobs;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.http.HttpRequest;
import atoll.http.HttpResponse;
import atoll.server.admin.ports.AdminPorts;
import atoll.server.admin.ports.Job;
import atoll.server.admin.ports.JobFilter;
import atoll.server.admin.ports.Work;
import atoll.server.admin.wire.AdminJson;
import atoll.server.admin.wire.Caller;
import atoll.server.admin.wire.Parameters;
import atoll.work.DeliveryId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Single deliveries: finding them, their whole history, and what an operator can do about them.
public final class JobsResource {
    private static final Pattern DELIVERY_ID = Pattern.compile("[0-9]{1,9}:[0-9]{1,18}");
    private static final DeliveryId START = new DeliveryId(0, 0);
    private static final int LISTED = 50;
    private static final int MOST_LISTED = 1_000;
    private static final int MOST_OF_ONE_EVENT = 100;

    private final AdminPorts ports;
    private final EventSearch search;

    public JobsResource(AdminPorts ports) {
        this.ports = ports;
        this.search = new EventSearch(ports);
    }

    public HttpResponse list(HttpRequest request) throws InterruptedException {
        Parameters parameters = Parameters.ofQuery(request, Set.of("state", "rule", "type", "wiki", "limit", "from"));
        String from = parameters.text("from");
        Work.JobPage page = ports.work().list(parameters.filter(), from == null ? START : DeliveryId.parse(from), (int)
                parameters.number("limit", LISTED, 1, MOST_LISTED));
        ObjectNode answer = AdminJson.object();
        answer.put("at", AdminJson.time(ports.time().instant()));
        ArrayNode jobs = answer.putArray("jobs");
        page.jobs().forEach(job -> JobJson.putShort(jobs.addObject(), job));
        putNext(answer, page.next());
        return AdminJson.answer(answer);
    }

    private static void putNext(ObjectNode to, @Nullable DeliveryId next) {
        to.put("next", next == null ? null : next.toString());
    }

    public HttpResponse show(HttpRequest request) throws InterruptedException {
        Parameters.ofQuery(request, Set.of());
        String id = request.pathParameter("id");
        List<Job> jobs = named(id);
        ObjectNode answer = AdminJson.object();
        answer.put("id", id);
        answer.put("at", AdminJson.time(ports.time().instant()));
        ArrayNode deliveries = answer.putArray("deliveries");
        jobs.forEach(job -> JobJson.putWhole(deliveries.addObject(), job));
        if (jobs.isEmpty() && isDeliveryId(id)) {
            throw unknown(id);
        }
        if (jobs.isEmpty()) {
            search.explain(id, answer);
        } else {
            answer.put(
                    "explanation", jobs.size() == 1 ? "one delivery" : jobs.size() + " deliveries, one for each rule");
        }
        return AdminJson.answer(answer);
    }

    private static boolean isDeliveryId(String id) {
        return DELIVERY_ID.matcher(id).matches();
    }

    private List<Job> named(String id) throws InterruptedException {
        if (!isDeliveryId(id)) {
            return ports.work().ofEvent(id, MOST_OF_ONE_EVENT);
        }
        Optional<Job> job = ports.work().job(DeliveryId.parse(id));
        return job.map(List::of).orElse(List.of());
    }

    private static AtollException unknown(String id) {
        return new AtollException(
                ErrorKind.NOT_FOUND,
                "no delivery '" + id + "' is known: finished deliveries are forgotten after the history time");
    }

    /// What an operator does with a delivery.
    enum Action {
        RETRY("retry", "a dead or waiting one can be retried"),
        DROP("drop", "one that is neither finished nor running can be dropped");

        private final String word;
        private final String possible;

        Action(String word, String possible) {
            this.word = word;
            this.possible = possible;
        }

        boolean on(Work work, DeliveryId id, String by) throws InterruptedException {
            return switch (this) {
                case RETRY -> work.retry(id, by);
                case DROP -> work.drop(id, by);
            };
        }
    }

    public HttpResponse retry(HttpRequest request) throws InterruptedException {
        return one(request, Action.RETRY);
    }

    public HttpResponse drop(HttpRequest request) throws InterruptedException {
        return one(request, Action.DROP);
    }

    private HttpResponse one(HttpRequest request, Action action) throws InterruptedException {
        String by = by(request, Parameters.ofBody(request, Set.of()));
        String id = request.pathParameter("id");
        List<Job> jobs = named(id);
        if (jobs.isEmpty()) {
            throw isDeliveryId(id)
                    ? unknown(id)
                    : new AtollException(ErrorKind.NOT_FOUND, "no delivery of an event '" + id + "' is known");
        }
        List<DeliveryId> changed = act(action, jobs, by);
        if (changed.isEmpty()) {
            String states = String.join(
                    ", ",
                    jobs.stream()
                            .map(job -> job.id() + " is " + job.state().label())
                            .toList());
            throw new AtollException(
                    ErrorKind.CONFLICT,
                    "cannot " + action.word + " '" + id + "': " + states + ", only " + action.possible);
        }
        return changes(jobs.size(), changed, null);
    }

    private List<DeliveryId> act(Action action, List<Job> jobs, String by) throws InterruptedException {
        List<DeliveryId> changed = new ArrayList<>();
        for (Job job : jobs) {
            if (action.on(ports.work(), job.id(), by)) {
                changed.add(job.id());
            }
        }
        return changed;
    }

    public HttpResponse retryMany(HttpRequest request) throws InterruptedException {
        return many(request, Action.RETRY);
    }

    public HttpResponse dropMany(HttpRequest request) throws InterruptedException {
        return many(request, Action.DROP);
    }

    private HttpResponse many(HttpRequest request, Action action) throws InterruptedException {
        Parameters parameters =
                Parameters.ofBody(request, Set.of("state", "rule", "type", "wiki", "limit", "from", "all"));
        JobFilter given = parameters.filter();
        JobFilter filter = new JobFilter(
                JobFilter.states(parameters.text("state") == null ? "dead" : parameters.text("state")),
                given.rule(),
                given.type(),
                given.wiki());
        if (filter.isBroad() && !parameters.flag("all")) {
            throw new AtollException(
                    ErrorKind.INVALID,
                    "nothing says which deliveries to " + action.word + ": give 'rule', 'type' or 'wiki', or 'all'");
        }
        String from = parameters.text("from");
        Work.JobPage page = ports.work().list(filter, from == null ? START : DeliveryId.parse(from), (int)
                parameters.number("limit", LISTED, 1, MOST_LISTED));
        return changes(page.jobs().size(), act(action, page.jobs(), by(request, parameters)), page.next());
    }

    private static HttpResponse changes(int matched, List<DeliveryId> changed, @Nullable DeliveryId next) {
        ObjectNode answer = AdminJson.object();
        answer.put("matched", matched);
        answer.put("changed", changed.size());
        ArrayNode ids = answer.putArray("ids");
        changed.forEach(id -> ids.add(id.toString()));
        putNext(answer, next);
        return AdminJson.answer(answer);
    }

    /// Who did it, for the timeline.
    private static String by(HttpRequest request, Parameters parameters) {
        return Caller.name(request, parameters.text("by")) + " from " + request.remoteAddress();
    }
}
