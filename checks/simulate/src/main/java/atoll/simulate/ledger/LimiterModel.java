package atoll.simulate.ledger;

import atoll.work.Delivery;
import atoll.work.LimitKey;
import atoll.work.ledger.state.Decision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What limiters should say, written down a second time. Owners' clocks differ and remember coarsely, so it knows two
/// bounds: failures that are surely remembered, and failures there ever were.
final class LimiterModel {
    private static final int SERVER_ERROR = 500;
    private static final long LIMIT = Rules.LIMITER.windows().getFirst().limit();

    private final Map<List<String>, List<Instant>> remembered = new HashMap<>();
    private final Map<List<String>, Long> ever = new HashMap<>();

    /// A claim is not possible while a limiter is surely full.
    void claimed(Fact fact, Instant at) {
        for (LimitKey key : fact.delivery.limits()) {
            long counted = remembered.getOrDefault(limitOf(fact.delivery, key), List.of()).stream()
                    .filter(failure -> failure.plus(Rules.LIMITER.horizon()).isAfter(at))
                    .count();
            require(counted < LIMIT, fact + " is claimed at " + at + " after " + counted + " failures");
        }
    }

    void limited(Fact fact, Decision.Limited limited, Instant at) {
        boolean mayBeFull = fact.delivery.limits().stream()
                .anyMatch(key -> ever.getOrDefault(limitOf(fact.delivery, key), 0L) >= LIMIT);
        require(mayBeFull, fact + " waits for a limiter that was never full");
        require(limited.until().isAfter(at), fact + " waits until " + limited.until() + ", which is over");
    }

    void counted(Fact fact, Instant at) {
        require(fact.countedClaim < fact.claims, "the failure of " + fact + " counts twice");
        fact.countedClaim = fact.claims;
        for (LimitKey key : fact.delivery.limits()) {
            List<Instant> recent = remembered.computeIfAbsent(limitOf(fact.delivery, key), _ -> new ArrayList<>());
            recent.removeIf(failure -> !failure.plus(Rules.LIMITER.horizon()).isAfter(at));
            recent.add(at);
            ever.merge(limitOf(fact.delivery, key), 1L, Long::sum);
        }
    }

    /// Server errors count, and nothing else does.
    void ended(Fact fact, Decision decision) {
        int status = switch (decision) {
            case Decision.RetryAt retry -> retry.status();
            case Decision.Died died -> died.status();
            default -> 0;
        };
        boolean counts = status >= SERVER_ERROR && !fact.delivery.limits().isEmpty();
        require(counts == (fact.countedClaim == fact.claims), "does " + decision + " count for a limiter? " + fact);
    }

    private static List<String> limitOf(Delivery delivery, LimitKey key) {
        return List.of(delivery.wiki(), key.limiter(), key.key());
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
