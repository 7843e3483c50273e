package atoll.simulate.ledger;

import atoll.work.Delivery;
import atoll.work.Root;
import atoll.work.RulePolicy;
import atoll.work.ledger.state.State;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What should be decided, written down a second time: simple, slow, and independent of production code.
final class Expectation {
    private final Map<List<String>, Long> firstOfEvent = new HashMap<>();
    private final Map<List<String>, Long> newestWaiting = new HashMap<>();
    private final Map<List<String>, Instant> lastStart = new HashMap<>();
    private final Map<List<String>, Instant> lastRoot = new HashMap<>();
    private final Map<List<String>, Instant> newestRoot = new HashMap<>();

    /// What a new delivery is to become.
    State onArrival(Fact fact, Instant now, Map<Long, Fact> facts) {
        Delivery delivery = fact.delivery;
        if (firstOfEvent.containsKey(eventOf(delivery))) {
            return State.DUPLICATE;
        }
        State pointless = pointless(fact, now);
        if (pointless != null) {
            return pointless;
        }
        return dueOf(delivery, now) == null ? State.READY : State.WAITING;
    }

    static @Nullable Instant dueOf(Delivery delivery, Instant now) {
        Instant due = delivery.delayUntil();
        return due != null && due.isAfter(now) ? due : null;
    }

    /// The waiting twin whose place it takes, if it is not a duplicate or pointless.
    @Nullable
    Fact twin(Fact fact, Instant now, Map<Long, Fact> facts) {
        if (fact.delivery.dedupKey() == null) {
            return null;
        }
        Long pending = newestWaiting.get(twinOf(fact.delivery));
        Fact twin = pending == null ? null : facts.get(pending);
        if (twin == null) {
            return null;
        }
        Instant due = dueOf(fact.delivery, now);
        boolean same = due == null
                ? twin.state == State.READY && twin.claims == 0
                : twin.state == State.WAITING && due.equals(twin.due);
        return same ? twin : null;
    }

    /// What it becomes instead of being executed, or null if it is to be.
    @Nullable
    State pointless(Fact fact, Instant now) {
        Delivery delivery = fact.delivery;
        Root root = delivery.root();
        RulePolicy rule = Rules.named(delivery.rule());
        if (root != null) {
            Instant newest = newestRoot.get(rootOf(delivery, root));
            if (newest != null && newest.isAfter(root.at())) {
                return State.SUPERSEDED;
            }
        }
        if (tooOld(delivery.created(), rule.claimTtl(), now)
                || (root != null && tooOld(root.at(), rule.rootClaimTtl(), now))) {
            return State.ABANDONED;
        }
        return doneSince(delivery) ? State.DUPLICATE : null;
    }

    boolean doneSince(Delivery delivery) {
        Instant started = delivery.dedupKey() == null ? null : lastStart.get(twinOf(delivery));
        if (started == null) {
            return false;
        }
        Root root = delivery.root();
        Instant surely = delivery.coarse() ? started.minusSeconds(1) : started;
        return surely.isAfter(delivery.created())
                || (root != null
                        && hasDoneRoot(delivery, root)
                        && started.minusSeconds(1).isAfter(root.at()));
    }

    /// A twin of this root or of a newer one is done.
    private boolean hasDoneRoot(Delivery delivery, Root root) {
        Instant done = lastRoot.get(twinOf(delivery));
        return done != null && !done.isBefore(root.at());
    }

    private static boolean tooOld(Instant at, Duration ttl, Instant now) {
        return !ttl.isZero() && Duration.between(at, now).compareTo(ttl) > 0;
    }

    /// It waits or is ready: later ones are compared with it.
    void remember(Fact fact) {
        Delivery delivery = fact.delivery;
        firstOfEvent.put(eventOf(delivery), fact.offset);
        if (delivery.dedupKey() != null) {
            newestWaiting.put(twinOf(delivery), fact.offset);
        }
        Root root = delivery.root();
        if (root != null) {
            newestRoot.merge(rootOf(delivery, root), root.at(), (a, b) -> a.isAfter(b) ? a : b);
        }
    }

    void done(Fact fact) {
        Instant started = fact.claimedAt;
        if (fact.delivery.dedupKey() != null && started != null) {
            lastStart.merge(twinOf(fact.delivery), started, (a, b) -> a.isAfter(b) ? a : b);
            Root root = fact.delivery.root();
            if (root != null) {
                lastRoot.merge(twinOf(fact.delivery), root.at(), (a, b) -> a.isAfter(b) ? a : b);
            }
        }
    }

    private static List<String> eventOf(Delivery delivery) {
        return List.of(delivery.eventId(), delivery.rule(), delivery.wiki());
    }

    private static List<String> twinOf(Delivery delivery) {
        return List.of(delivery.rule(), delivery.wiki(), delivery.type(), String.valueOf(delivery.dedupKey()));
    }

    private static List<String> rootOf(Delivery delivery, Root root) {
        return List.of(delivery.rule(), delivery.wiki(), root.signature());
    }
}
