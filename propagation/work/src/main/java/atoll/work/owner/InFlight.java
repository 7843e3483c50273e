package atoll.work.owner;

import atoll.work.Attempt;
import atoll.work.ledger.state.LaneKey;
import java.time.Duration;

/// A claim of this process that has no outcome yet.
///
/// @param lane what it is of
/// @param startedNanos when its attempt started, in the monotonic clock
/// @param isStarted false while the claim is not recorded
record InFlight(Attempt attempt, LaneKey lane, boolean isStarted, long startedNanos, long leaseEndsNanos) {

    /// A claim that is not recorded yet.
    static InFlight claimed(Attempt attempt) {
        LaneKey lane = new LaneKey(
                attempt.delivery().rule(),
                attempt.delivery().type(),
                attempt.delivery().wiki());
        return new InFlight(attempt, lane, false, 0, 0);
    }

    InFlight started(long nowNanos, long leaseNanos) {
        return new InFlight(attempt, lane, true, nowNanos, nowNanos + leaseNanos);
    }

    /// How long its attempt has run.
    Duration took(long nowNanos) {
        return isStarted ? Duration.ofNanos(nowNanos - startedNanos) : Duration.ZERO;
    }
}
