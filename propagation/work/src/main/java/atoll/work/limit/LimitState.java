package atoll.work.limit;

import atoll.work.policy.LimitPolicy;
import atoll.work.policy.LimitTarget;
import org.jspecify.annotations.Nullable;

/// A limit as it is at a moment.
///
/// @param limitNow how many may run at once; null if that is not bounded
/// @param bounds between which it moves
/// @param running of what it covers, in this process
/// @param tokens starts that the rate allows at once
/// @param heldReason why lanes wait for it; null if none does
public record LimitState(
        LimitTarget target,
        @Nullable Integer limitNow,
        LimitPolicy.@Nullable Concurrency bounds,
        int running,
        LimitPolicy.@Nullable Rate rate,
        @Nullable Integer tokens,
        @Nullable String heldReason,
        @Nullable Decrease lastDecrease) {}
