package atoll.work.ledger;

import atoll.work.LimitKey;
import atoll.work.Limiter;
import atoll.work.Outcome;
import atoll.work.RulePolicy;
import atoll.work.ledger.state.Decision;
import atoll.work.ledger.state.Entry;
import atoll.work.ledger.state.Failures;
import atoll.work.ledger.state.View;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides what limiters say: whether a delivery has to wait, and what an outcome counts for. Changes nothing.
final class Limits {
    private static final int SERVER_ERROR = 500;

    private Limits() {}

    /// Until when the delivery has to wait because a window of one of its limiters is full; null if it can go.
    static Decision.@Nullable Limited limited(Entry entry, RulePolicy policy, View view, Instant now) {
        Instant latest = null;
        LimitKey by = null;
        for (LimitKey key : entry.delivery().limits()) {
            Limiter limiter = policy.limiter(key.limiter());
            if (limiter == null) {
                continue;
            }
            Failures failures = view.failures(entry.delivery().wiki(), key);
            for (Limiter.Window window : limiter.windows()) {
                Instant until = failures.fullUntil(window, now);
                if (until != null && (latest == null || until.isAfter(latest))) {
                    latest = until;
                    by = key;
                }
            }
        }
        return latest == null || by == null
                ? null
                : new Decision.Limited(
                        entry.offset(), latest, "limiter '" + by.limiter() + "' is full for '" + by.key() + "'");
    }

    /// Server errors count; what an attempt of a rule without the limiter does, does not.
    static List<Decision.Counted> counted(Entry entry, Outcome outcome, @Nullable RulePolicy policy) {
        if (policy == null || !outcome.isFailure() || outcome.status() < SERVER_ERROR) {
            return List.of();
        }
        List<Decision.Counted> counted = new ArrayList<>();
        for (LimitKey key : entry.delivery().limits()) {
            Limiter limiter = policy.limiter(key.limiter());
            if (limiter != null) {
                counted.add(
                        new Decision.Counted(entry.offset(), key.limiter(), limiter.precision(), limiter.horizon()));
            }
        }
        return counted;
    }
}
