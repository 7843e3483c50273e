package atoll.work;

import atoll.testkit.time.VirtualTime;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Deliveries for tests: one that needs nothing, and copies with one thing changed.
public final class Deliveries {
    public static final Instant START = VirtualTime.START;

    private Deliveries() {}

    public static Delivery plain(String eventId) {
        return of("r", "t", "w", eventId, START, null, null, null);
    }

    public static Delivery of(
            String rule,
            String type,
            String wiki,
            String eventId,
            Instant created,
            @Nullable Instant delayUntil,
            @Nullable String dedupKey,
            @Nullable Root root) {
        return new Delivery(
                rule,
                type,
                wiki,
                eventId,
                null,
                created,
                false,
                START,
                delayUntil,
                dedupKey,
                root,
                new Source("s", 0, 0));
    }

    public static Delivery twin(String eventId, Instant created) {
        return of("r", "t", "w", eventId, created, null, "k", null);
    }

    public static Delivery delayed(String eventId, Instant until) {
        return of("r", "t", "w", eventId, START, until, "k", null);
    }

    public static Delivery leaf(String eventId, Instant rootAt) {
        return of("r", "t", "w", eventId, START, null, null, new Root("root", rootAt));
    }

    public static Delivery coarse(Delivery of) {
        return new Delivery(
                of.rule(),
                of.type(),
                of.wiki(),
                of.eventId(),
                of.requestId(),
                of.created(),
                true,
                of.received(),
                of.delayUntil(),
                of.dedupKey(),
                of.root(),
                of.source());
    }

    public static Delivery inLane(String type, String wiki, String eventId) {
        return of("r", type, wiki, eventId, START, null, null, null);
    }
}
