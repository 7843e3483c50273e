package atoll.work.owner;

import atoll.work.Attempt;
import atoll.work.ledger.state.LaneKey;

/// A claim of this process that has no outcome yet.
///
/// @param startedNanos when its attempt started, in the monotonic clock
/// @param isStarted false while the claim is not recorded
record InFlight(Attempt attempt, boolean isStarted, long startedNanos, long leaseEndsNanos) {

    LaneKey lane() {
        return new LaneKey(
                attempt.delivery().rule(),
                attempt.delivery().type(),
                attempt.delivery().wiki());
    }
}
