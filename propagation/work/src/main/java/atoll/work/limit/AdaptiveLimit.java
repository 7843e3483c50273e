package atoll.work.limit;

import atoll.work.policy.LimitPolicy.Concurrency;

/// A limit on what runs at once that moves between a least and a most: additive increase, multiplicative decrease (Chiu
/// and Jain 1989; RFC 5681), by rounds of results.
///
/// A tenth of a round that is bad lowers it to [#KEPT] of what was under way; a round that was
/// not raises it by one, if half of it was used. Results of attempts that started before it was lowered are not
/// counted:
/// they are of the same overload. Never below the least, never above the most. Not thread-safe; time is the caller's.
final class AdaptiveLimit {
    /// What is left after a decrease: RFC 9438 (CUBIC) has the same.
    static final double KEPT = 0.7;
    /// One bad result in so many is a broken job, not an overload.
    static final int BAD_ONE_IN = 10;

    private final boolean isNarrow;
    private Concurrency bounds;
    private int limit;
    private int results;
    private int bad;
    /// Most that was under way in this round.
    private int peak;

    /// What was under way when it was lowered from its most.
    private int troubleAt;

    private boolean wasLowered;
    private long loweredNanos;

    /// @param isNarrow it is for one job type of one wiki: a single request to wait is meant for all of it, and lowers
    /// it at
    ///     once
    AdaptiveLimit(Concurrency bounds, boolean isNarrow) {
        this.isNarrow = isNarrow;
        this.bounds = bounds;
        this.limit = bounds.max();
    }

    /// Other bounds from now on. A limit that was not lowered stays at the most.
    void bounds(Concurrency now) {
        boolean atMost = limit == bounds.max();
        bounds = now;
        limit = atMost ? now.max() : Math.clamp(limit, now.min(), now.max());
    }

    Concurrency bounds() {
        return bounds;
    }

    int limit() {
        return limit;
    }

    /// It is below what was under way when it was lowered first, so it may hold something back.
    boolean isLowered() {
        return limit < Math.min(bounds.max(), troubleAt);
    }

    /// An attempt starts.
    ///
    /// @param running with it
    void started(int running) {
        peak = Math.max(peak, running);
    }

    /// An attempt ended. True if the limit is lower now.
    ///
    /// @param running with it
    boolean ended(Signal signal, int running, long startedNanos, long nowNanos) {
        boolean isOld = wasLowered && startedNanos - loweredNanos <= 0;
        if (isOld || signal == Signal.NOTHING) {
            return false;
        }
        if (signal == Signal.ASKED && isNarrow) {
            return lower(running, nowNanos);
        }
        results++;
        bad += signal.isBad() ? 1 : 0;
        int round = Math.max(1, Math.min(limit, peak));
        if (bad * BAD_ONE_IN >= round && bad > 0) {
            return lower(running, nowNanos);
        }
        if (results >= round) {
            raise();
            newRound(running);
        }
        return false;
    }

    /// True if the limit is lower now.
    boolean lower(int running, long nowNanos) {
        int before = limit;
        if (limit == bounds.max()) {
            troubleAt = Math.min(limit, Math.max(1, running));
        }
        limit = Math.max(bounds.min(), (int) (Math.min(limit, Math.max(1, running)) * KEPT));
        wasLowered = true;
        loweredNanos = nowNanos;
        newRound(running);
        return limit < before;
    }

    private void raise() {
        boolean isUsed = peak * 2L >= limit;
        limit = Math.min(bounds.max(), limit + (isUsed ? 1 : 0));
    }

    private void newRound(int running) {
        results = 0;
        bad = 0;
        peak = running;
    }
}
