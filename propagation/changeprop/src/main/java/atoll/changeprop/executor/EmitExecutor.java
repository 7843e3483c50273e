package atoll.changeprop.executor;

import atoll.base.error.AtollException;
import atoll.base.time.Deadline;
import atoll.changeprop.FollowUp;
import atoll.changeprop.RequestId;
import atoll.changeprop.TriggeredBy;
import atoll.changeprop.intake.EventPublisher;
import atoll.changeprop.intake.EventPublisher.Published;
import atoll.changeprop.rule.Emission;
import atoll.changeprop.rule.Exec;
import atoll.changeprop.rule.template.EventView;
import atoll.work.Attempt;
import atoll.work.Outcome;
import java.time.InstantSource;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Sends the events that a rule makes of an event, without leaving the process.
///
/// An attempt is done once they are durable. One that ends before is made again and sends them with the same ids, so
/// that whoever reads them recognises the repeat.
public final class EmitExecutor {
    private final EventPublisher publisher;
    private final InstantSource time;

    public EmitExecutor(EventPublisher publisher, InstantSource time) {
        this.publisher = publisher;
        this.time = time;
    }

    /// @param number of the request among those of its case, from 1
    Outcome execute(Attempt attempt, Exec.Emit emit, int number, EventView event, Deadline deadline)
            throws InterruptedException {
        List<ObjectNode> events;
        try {
            events = Emission.of(emit, event).events();
        } catch (AtollException e) {
            return new Outcome.Rejected(0, String.valueOf(e.getMessage()));
        }
        FollowUp following = new FollowUp(event.fields(), time.instant());
        for (int i = 0; i < events.size(); i++) {
            String id = FollowUp.id(
                    attempt.delivery().eventId(),
                    attempt.delivery().rule(),
                    attempt.id().toString(),
                    number + "." + i);
            switch (emit.what()) {
                case EVENTS -> complete(events.get(i), id, attempt, following);
                case PURGES -> {
                    following.complete(events.get(i), id);
                    events.get(i).set("root_event", following.root());
                    events.get(i).putArray("tags").add("change-prop");
                }
            }
        }
        return outcome(
                publisher.publish(events, TriggeredBy.of(attempt).chain(), deadline),
                emit.what().label());
    }

    /// What the rule wrote stays.
    private static void complete(ObjectNode event, String id, Attempt attempt, FollowUp following) {
        ObjectNode meta = (ObjectNode) event.path("meta");
        putIfAbsent(meta, "id", id);
        putIfAbsent(meta, "dt", following.now().toString());
        putIfAbsent(meta, "request_id", RequestId.of(attempt.delivery()));
    }

    private static void putIfAbsent(ObjectNode to, String field, String value) {
        JsonNode given = to.path(field);
        if (given.isMissingNode()
                || given.isNull()
                || given.isString() && given.stringValue().isEmpty()) {
            to.put(field, value);
        }
    }

    /// What [EventPublisher] answered, as the outcome of the attempt that sent the events.
    static Outcome outcome(Published published, String what) {
        return switch (published) {
            case Published.Stored(int count) -> new Outcome.Done(201, count + " " + what + " sent");
            case Published.Invalid(var why) -> new Outcome.Rejected(400, why);
            case Published.Failed(var why) -> new Outcome.Failed(500, why);
            case Published.Unavailable(var why) ->
                new Outcome.Postponed(503, why, Outcome.Scope.LANE, Pause.OVERLOADED);
        };
    }
}
