package atoll.work.limit;

import atoll.base.error.Check;
import atoll.work.policy.LimitPolicy;
import java.time.Duration;

/// A rate: one token for each start, tokens come at the rate and add up to the burst. Full at the beginning.
///
/// Over any time t no more than burst + rate × t tokens are taken. Not thread-safe; time is the caller's.
final class TokenBucket {
    private static final double NANOS = 1e9;

    private LimitPolicy.Rate rate;
    private double tokens;
    private long asOfNanos;

    TokenBucket(LimitPolicy.Rate rate, long nowNanos) {
        this.rate = rate;
        this.tokens = rate.burst();
        this.asOfNanos = nowNanos;
    }

    /// Another rate from now on; what has added up stays, as far as the burst goes.
    void rate(LimitPolicy.Rate now, long nowNanos) {
        refill(nowNanos);
        rate = now;
        tokens = Math.min(tokens, rate.burst());
    }

    LimitPolicy.Rate rate() {
        return rate;
    }

    /// Whole tokens.
    int available(long nowNanos) {
        refill(nowNanos);
        return (int) tokens;
    }

    void take(long nowNanos) {
        refill(nowNanos);
        Check.state(tokens >= 1, "a token was taken of " + tokens);
        tokens--;
    }

    /// How long until there is a token; zero if there is one.
    Duration untilNext(long nowNanos) {
        refill(nowNanos);
        double missing = 1 - tokens;
        return missing <= 0 ? Duration.ZERO : Duration.ofNanos((long) Math.ceil(missing / rate.perSecond() * NANOS));
    }

    private void refill(long nowNanos) {
        double come = (nowNanos - asOfNanos) / NANOS * rate.perSecond();
        tokens = Math.min(rate.burst(), tokens + come);
        asOfNanos = nowNanos;
    }
}
