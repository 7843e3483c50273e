package atoll.server.admin.balance;

import atoll.http.HttpRequest;
import atoll.http.HttpResponse;
import atoll.server.admin.ports.AdminPorts;
import atoll.server.admin.wire.AdminJson;
import atoll.server.admin.wire.Parameters;
import atoll.work.ledger.state.State;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Shows that nothing accepted was lost: the balance of each stream and of all.
public final class BalanceResource {
    private static final List<State> ENDS = List.of(
            State.DONE, State.DUPLICATE, State.SUPERSEDED, State.IGNORED, State.ABANDONED, State.DROPPED, State.DEAD);

    private final AdminPorts ports;
    private final Balances balances;

    public BalanceResource(AdminPorts ports) {
        this.ports = ports;
        this.balances = new Balances(ports);
    }

    public HttpResponse get(HttpRequest request) throws InterruptedException {
        Parameters.ofQuery(request, Set.of());
        Map<String, Balance> byTopic = balances.take();
        ObjectNode answer = AdminJson.object();
        answer.put("at", AdminJson.time(ports.time().instant()));
        answer.put(
                "difference",
                byTopic.values().stream().mapToLong(Balance::difference).sum());
        put(answer.putObject("totals"), byTopic.values().stream().reduce(Balance.NONE, Balance::plus));
        ArrayNode streams = answer.putArray("streams");
        byTopic.forEach((topic, balance) -> {
            ObjectNode stream = streams.addObject();
            stream.put("topic", topic);
            stream.put("stream", ports.streamOf(topic));
            stream.put("difference", balance.difference());
            put(stream, balance);
        });
        return AdminJson.answer(answer);
    }

    private static void put(ObjectNode to, Balance balance) {
        to.putObject("records")
                .put("accepted", balance.accepted())
                .put("matched", balance.admitted().matched())
                .put("unmatched", balance.admitted().unmatched())
                .put("not_admitted_yet", balance.unread())
                .put("unreadable", balance.admitted().unreadable())
                .put("lost", balance.admitted().lost())
                .put("difference", balance.recordDifference());
        ObjectNode deliveries = to.putObject("deliveries");
        deliveries.put("admitted", balance.admitted().deliveries());
        ENDS.forEach(state -> deliveries.put(state.label(), balance.of(state)));
        deliveries.put("pending", balance.pending());
        deliveries.put("difference", balance.deliveryDifference());
    }
}
