package atoll.testkit.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.base.time.Deadline;
import atoll.base.time.Wakeup;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class VirtualTimeTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private final VirtualTime time = new VirtualTime();

    @Test
    void movesOnlyWhenAdvanced() {
        assertThat(time.instant()).isEqualTo(VirtualTime.START);
        time.advance(SECOND);
        assertThat(time.instant()).isEqualTo(VirtualTime.START.plus(SECOND));
        assertThat(time.nanoTime()).isEqualTo(1_000_000_000L);
        assertThatThrownBy(() -> time.advance(SECOND.negated())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void setsTheWallClockBackWithoutTouchingMonotonicTime() {
        time.advance(SECOND);
        time.stepClock(Duration.ofHours(-1));
        assertThat(time.nanoTime()).isEqualTo(1_000_000_000L);
        assertThat(time.instant()).isEqualTo(VirtualTime.START.plus(SECOND).minus(Duration.ofHours(1)));
    }

    @Test
    void givesEachNodeAWallClockOfItsOwn() {
        NodeTime fast = time.node();
        NodeTime wrong = time.node();
        fast.drift(100_000);
        wrong.stepClock(Duration.ofMinutes(-5));
        time.advance(Duration.ofSeconds(10));
        assertThat(fast.instant()).isEqualTo(VirtualTime.START.plusSeconds(11));
        assertThat(wrong.instant()).isEqualTo(VirtualTime.START.plusSeconds(10 - 300));
        assertThat(fast.nanoTime()).isEqualTo(wrong.nanoTime()).isEqualTo(time.nanoTime());

        fast.drift(0);
        time.advance(Duration.ofSeconds(10));
        assertThat(fast.instant()).isEqualTo(VirtualTime.START.plusSeconds(21));
    }

    @Test
    void sleepAdvancesTime() throws InterruptedException {
        Deadline deadline = Deadline.after(time, SECOND);
        time.node().sleep(SECOND);
        assertThat(deadline.isPassed()).isTrue();
    }

    @Test
    void wakeupTakesItsSignalOnce() throws InterruptedException {
        Wakeup wakeup = time.newWakeup();
        wakeup.signal();
        wakeup.signal();
        assertThat(wakeup.await(SECOND)).isTrue();
        assertThat(wakeup.await(Duration.ZERO)).isFalse();
    }

    @Test
    void refusesToBlockForever() {
        assertThatThrownBy(() -> time.newWakeup().await(SECOND))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("outside of a simulation");
    }

    @Test
    void longestWaitEndsWithTime() {
        time.advance(SECOND);
        assertThat(time.nanosAfter(Duration.ofSeconds(Long.MAX_VALUE))).isEqualTo(Long.MAX_VALUE);
        assertThat(time.nanosAfter(SECOND)).isEqualTo(2_000_000_000L);
        assertThat(time.nanosAfter(SECOND.negated())).isEqualTo(1_000_000_000L);
    }
}
