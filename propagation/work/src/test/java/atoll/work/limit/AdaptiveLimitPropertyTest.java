package atoll.work.limit;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.testkit.seed.Draw;
import atoll.testkit.seed.Seeded;
import atoll.work.policy.LimitPolicy.Concurrency;
import java.util.ArrayDeque;
import org.junit.jupiter.api.Test;

class AdaptiveLimitPropertyTest {
    private static final Signal[] SIGNALS = Signal.values();

    /// As many attempts under way as it allows, each ending after the ones that started before it.
    private static final class Load {
        final AdaptiveLimit limit;
        final ArrayDeque<Long> started = new ArrayDeque<>();
        long now;

        Load(Concurrency bounds) {
            limit = new AdaptiveLimit(bounds, true);
        }

        void fill(int atMost) {
            while (started.size() < Math.min(atMost, limit.limit())) {
                now++;
                started.add(now);
                limit.started(started.size());
            }
        }

        boolean end(Signal signal) {
            now++;
            boolean lowered = limit.ended(signal, started.size(), started.element(), now);
            started.remove();
            return lowered;
        }

        /// So many results, with as much under way as allowed.
        void results(Signal signal, int count) {
            for (int i = 0; i < count; i++) {
                fill(Integer.MAX_VALUE);
                end(signal);
            }
        }
    }

    @Seeded
    void staysBetweenItsBoundsWhateverComes(Draw draw) {
        int max = draw.intBetween(1, 200);
        Concurrency bounds = new Concurrency(draw.intBetween(1, max), max);
        Load load = new Load(bounds);
        for (int i = 0; i < 500; i++) {
            int before = load.limit.limit();
            load.fill(draw.intBetween(1, 250));
            boolean lowered = load.end(draw.oneOf(SIGNALS));
            int after = load.limit.limit();
            assertThat(after).isBetween(bounds.min(), bounds.max());
            assertThat(lowered).isEqualTo(after < before);
            assertThat(after - before).as("additive increase").isLessThanOrEqualTo(1);
            if (draw.chance(0.02)) {
                int newMax = draw.intBetween(1, 200);
                bounds = new Concurrency(draw.intBetween(1, newMax), newMax);
                load.limit.bounds(bounds);
                assertThat(load.limit.limit()).isBetween(bounds.min(), bounds.max());
            }
        }
    }

    @Seeded(runs = 30)
    void brokenExecutorIsLeftWithTheLeastAndGetsAllBackOnceItIsMended(Draw draw) {
        Concurrency bounds = new Concurrency(draw.intBetween(1, 3), draw.intBetween(3, 60));
        Load load = new Load(bounds);
        load.results(draw.oneOf(Signal.SERVER_ERROR, Signal.NO_ANSWER, Signal.ASKED), 1_000);
        assertThat(load.limit.limit()).isEqualTo(bounds.min());
        int successes = 0;
        while (load.limit.limit() < bounds.max()) {
            load.results(Signal.GOOD, 1);
            successes++;
        }
        // One more for each round of the limit's size, and the attempts of before.
        assertThat(successes).isLessThanOrEqualTo(bounds.max() * (bounds.max() + 1) / 2 + 2 * bounds.max());
    }

    @Test
    void oneFlightThatFailsLowersItOnce() {
        Load load = new Load(new Concurrency(1, 100));
        load.fill(100);
        for (int i = 0; i < 100; i++) {
            load.end(Signal.SERVER_ERROR);
        }
        // The first tenth decides, with 91 still under way.
        assertThat(load.limit.limit()).isEqualTo((int) (91 * AdaptiveLimit.KEPT));
    }

    @Test
    void limitThatWasNeverReachedIsLoweredFromWhatRan() {
        Load load = new Load(new Concurrency(1, 100_000));
        load.fill(10);
        load.end(Signal.ASKED);
        assertThat(load.limit.limit()).isEqualTo(7);
    }

    @Test
    void oneWikiThatAsksToWaitDoesNotLowerWhatItSharesWithManyOthers() {
        AdaptiveLimit shared = new AdaptiveLimit(new Concurrency(1, 40), false);
        for (int i = 1; i <= 40; i++) {
            shared.started(i);
        }
        for (int i = 0; i < 3; i++) {
            assertThat(shared.ended(Signal.ASKED, 40 - i, 1, 2)).isFalse();
        }
        assertThat(shared.ended(Signal.ASKED, 37, 1, 2)).as("a tenth of them").isTrue();
    }

    @Test
    void brokenJobAmongManyIsNoOverload() {
        Load load = new Load(new Concurrency(1, 40));
        for (int i = 0; i < 400; i++) {
            load.results(i % 20 == 0 ? Signal.SERVER_ERROR : Signal.GOOD, 1);
        }
        assertThat(load.limit.limit()).isEqualTo(40);
    }

    @Test
    void limitThatIsHardlyUsedDoesNotGrow() {
        Load load = new Load(new Concurrency(1, 100));
        load.fill(20);
        load.end(Signal.ASKED);
        int lowered = load.limit.limit();
        load.started.clear();
        for (int i = 0; i < 1_000; i++) {
            load.fill(1);
            load.end(Signal.GOOD);
        }
        assertThat(load.limit.limit()).isLessThanOrEqualTo(lowered + 1);
    }

    @Test
    void whatSaysNothingChangesNothing() {
        Load load = new Load(new Concurrency(1, 10));
        load.results(Signal.NOTHING, 1_000);
        assertThat(load.limit.limit()).isEqualTo(10);
        assertThat(load.limit.isLowered()).isFalse();
    }
}
