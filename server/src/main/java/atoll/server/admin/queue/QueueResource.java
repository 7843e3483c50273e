package atoll.server.admin.queue;

import atoll.http.HttpRequest;
import atoll.http.HttpResponse;
import atoll.server.admin.ports.AdminPorts;
import atoll.server.admin.ports.JobFilter;
import atoll.server.admin.ports.Work;
import atoll.server.admin.wire.AdminJson;
import atoll.server.admin.wire.Parameters;
import atoll.work.ledger.state.CountKey;
import atoll.work.ledger.state.State;
import atoll.work.owner.WorkView;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// How much work there is, of what kind, and what holds it up.
public final class QueueResource {
    private static final int ROWS = 1_000;
    private static final int MOST_ROWS = 100_000;
    private static final Comparator<WorkView.QueueRow> ORDER = Comparator.comparing(
            WorkView.QueueRow::key,
            Comparator.comparing(CountKey::wiki)
                    .thenComparing(CountKey::type)
                    .thenComparing(CountKey::rule)
                    .thenComparing(CountKey::topic));

    private final AdminPorts ports;

    public QueueResource(AdminPorts ports) {
        this.ports = ports;
    }

    public HttpResponse get(HttpRequest request) throws InterruptedException {
        Parameters parameters = Parameters.ofQuery(request, Set.of("rule", "type", "wiki", "limit"));
        JobFilter filter = parameters.filter();
        int limit = (int) parameters.number("limit", ROWS, 1, MOST_ROWS);
        Work.Snapshot snapshot = ports.work().snapshot();
        Instant now = ports.time().instant();
        List<WorkView.QueueRow> rows = snapshot.rows().stream()
                .filter(row -> filter.matches(
                        row.key().rule(), row.key().type(), row.key().wiki()))
                .sorted(ORDER)
                .toList();
        ObjectNode answer = AdminJson.object();
        answer.put("at", AdminJson.time(now));
        answer.put("in_flight", snapshot.inFlight());
        Instant oldest = snapshot.oldest();
        answer.put("oldest", AdminJson.time(oldest));
        if (oldest == null) {
            answer.putNull("oldest_age_seconds");
        } else {
            Duration age = Duration.between(oldest, now);
            answer.put("oldest_age_seconds", AdminJson.seconds(age.isNegative() ? Duration.ZERO : age));
        }
        putCounts(answer.putObject("totals"), totals(rows));
        ArrayNode listed = answer.putArray("rows");
        rows.stream().limit(limit).forEach(row -> put(listed.addObject(), row));
        answer.put("rows_left_out", Math.max(0, rows.size() - limit));
        putHeld(answer.putArray("held"), snapshot.held());
        putPauses(answer.putArray("pauses"), snapshot);
        return AdminJson.answer(answer);
    }

    private static Map<State, Long> totals(List<WorkView.QueueRow> rows) {
        Map<State, Long> totals = new EnumMap<>(State.class);
        rows.forEach(row -> row.counts().forEach((state, count) -> totals.merge(state, count, Long::sum)));
        return totals;
    }

    private static void put(ObjectNode to, WorkView.QueueRow row) {
        to.put("wiki", row.key().wiki());
        to.put("type", row.key().type());
        to.put("rule", row.key().rule());
        to.put("topic", row.key().topic());
        putCounts(to.putObject("counts"), row.counts());
    }

    /// Every state, also those that hold none.
    private static void putCounts(ObjectNode to, Map<State, Long> counts) {
        for (State state : State.values()) {
            to.put(state.label(), counts.getOrDefault(state, 0L));
        }
    }

    private static void putHeld(ArrayNode to, List<WorkView.Held> held) {
        held.stream()
                .sorted(Comparator.comparing((WorkView.Held lane) -> lane.lane().wiki())
                        .thenComparing(lane -> lane.lane().type())
                        .thenComparing(lane -> lane.lane().rule()))
                .limit(ROWS)
                .forEach(lane -> to.addObject()
                        .put("wiki", lane.lane().wiki())
                        .put("type", lane.lane().type())
                        .put("rule", lane.lane().rule())
                        .put("deliveries", lane.deliveries())
                        .put("reason", lane.reason()));
    }

    private static void putPauses(ArrayNode to, Work.Snapshot snapshot) {
        snapshot.pauses().entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .limit(ROWS)
                .forEach(pause -> to.addObject()
                        .put("wiki", pause.getKey().wiki())
                        .put("rule", pause.getKey().rule())
                        .put("until", AdminJson.time(pause.getValue())));
    }
}
