package atoll.work.limit;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.testkit.seed.Draw;
import atoll.testkit.seed.Seeded;
import atoll.work.policy.LimitPolicy.Rate;
import java.util.ArrayList;
import java.util.List;

class TokenBucketPropertyTest {
    private static final double NANOS = 1e9;

    @Seeded
    void overAnyTimeNoMoreStartThanBurstAndRateAllow(Draw draw) {
        Rate rate = new Rate(draw.longBetween(1, 5_000) / 10.0, draw.intBetween(1, 20));
        long now = draw.longBetween(-1_000_000_000_000L, 1_000_000_000_000L);
        TokenBucket bucket = new TokenBucket(rate, now);
        List<Long> taken = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            now += draw.longBetween(0, draw.chance(0.1) ? 5_000_000_000L : 20_000_000L);
            while (bucket.available(now) > 0 && draw.chance(0.9)) {
                bucket.take(now);
                taken.add(now);
            }
        }
        for (int from = 0; from < taken.size(); from++) {
            for (int to = from; to < taken.size(); to++) {
                double seconds = (taken.get(to) - taken.get(from)) / NANOS;
                assertThat((double) (to - from + 1))
                        .isLessThanOrEqualTo(rate.burst() + seconds * rate.perSecond() + 1e-6);
            }
        }
    }

    @Seeded
    void whoWaitsAsLongAsItSaysFindsAToken(Draw draw) {
        Rate rate = new Rate(draw.longBetween(1, 100_000) / 1_000.0, draw.intBetween(1, 5));
        long now = 0;
        TokenBucket bucket = new TokenBucket(rate, now);
        for (int i = 0; i < 50; i++) {
            while (bucket.available(now) > 0) {
                bucket.take(now);
            }
            long wait = bucket.untilNext(now).toNanos();
            assertThat(wait).isPositive();
            assertThat(bucket.available(now + wait - Math.max(1, wait / 100))).isZero();
            now += wait;
            assertThat(bucket.available(now)).isEqualTo(1);
        }
    }

    @Seeded(runs = 50)
    void loweredRateHoldsAtOnce(Draw draw) {
        TokenBucket bucket = new TokenBucket(new Rate(1_000, 1_000), 0);
        Rate slow = new Rate(1, draw.intBetween(1, 10));
        bucket.rate(slow, 0);
        assertThat(bucket.available(0)).isEqualTo(slow.burst());
    }
}
