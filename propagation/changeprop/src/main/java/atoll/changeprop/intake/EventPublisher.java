package atoll.changeprop.intake;

import atoll.base.time.Deadline;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Takes events that Atoll makes itself: the same checks, streams, topics and durable batches as for a producer's,
/// without a request.
///
/// **All or nothing**: one invalid event keeps all of a call from being stored. What is stored is durable when
/// [#publish] returns. After any other answer some of it may be stored, so events that are published again should have
/// the ids they had before. Safe for use by many threads; blocks until the log has synced.
public final class EventPublisher {
    private static final String SIGNATURE = "mediawiki_signature";
    private static final String TRIGGERED_BY = "triggered_by";
    private static final JsonMapper JSON = new JsonMapper();

    private final IntakeLimits limits;
    private final EventJudge judge;
    private final EventStore store;
    private final InstantSource time;

    EventPublisher(IntakeLimits limits, EventJudge judge, EventStore store, InstantSource time) {
        this.limits = limits;
        this.judge = judge;
        this.store = store;
        this.time = time;
    }

    /// What became of the events. Exactly one of these.
    public sealed interface Published {
        /// All are durable.
        record Stored(int events) implements Published {}

        /// None is stored; they would be refused again.
        record Invalid(String why) implements Published {}

        /// The log takes nothing at present.
        record Unavailable(String why) implements Published {}

        /// The log did not take all of them.
        record Failed(String why) implements Published {}
    }

    /// @param chain what led to the events, written into each as `triggered_by` in place of what is there, unless its
    /// schema has no such field or its signature would not hold any more. Null leaves them as they are
    public Published publish(List<ObjectNode> events, @Nullable String chain, Deadline deadline)
            throws InterruptedException {
        if (events.isEmpty()) {
            return new Published.Stored(0);
        }
        if (events.size() > limits.events()) {
            return new Published.Invalid(events.size() + " events at once: must be at most " + limits.events());
        }
        Instant received = time.instant();
        EventJudge.Context context = new EventJudge.Context(
                received, DateTimeFormatter.ISO_INSTANT.format(received), null, null, null, null);
        List<Judged> judged = new ArrayList<>(events.size());
        long bytes = 0;
        for (ObjectNode event : events) {
            Judged next = judge(event, chain, context);
            if (next instanceof Judged.Invalid invalid) {
                return new Published.Invalid(
                        "event " + (judged.size() + 1) + " of " + events.size() + ": " + invalid.message());
            }
            bytes += next.bytes().length;
            if (bytes > limits.bodyBytes()) {
                return new Published.Invalid(
                        "the events have more than " + limits.bodyBytes() + " bytes together, which is the most");
            }
            judged.add(next);
        }
        IntakeAnswer answer = store.store(judged, received, null, deadline);
        return switch (answer.status()) {
            case 201 -> new Published.Stored(events.size());
            case 503 -> new Published.Unavailable(answer.reason());
            default -> new Published.Failed(answer.reason());
        };
    }

    private Judged judge(ObjectNode event, @Nullable String chain, EventJudge.Context context) {
        if (chain == null || event.has(SIGNATURE)) {
            return judge(event, context);
        }
        Judged told = judge(event.deepCopy().put(TRIGGERED_BY, chain), context);
        return told instanceof Judged.Valid ? told : judge(event, context);
    }

    private Judged judge(ObjectNode event, EventJudge.Context context) {
        return judge.judge(JSON.writeValueAsBytes(event), event, context);
    }
}
