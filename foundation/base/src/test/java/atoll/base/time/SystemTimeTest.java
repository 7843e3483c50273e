package atoll.base.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.base.lifecycle.Threads;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Waiting on real threads: short waits have timers, long ones of virtual threads are watched from one thread.
class SystemTimeTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration LEAST_LONG = Duration.ofNanos(LongWaits.LEAST_NANOS);

    private final SystemTime time = new SystemTime();
    private final ExecutorService virtual = Threads.virtualPerCall("test-");

    @AfterEach
    void stop() {
        virtual.shutdownNow();
    }

    @Test
    void aLongWaitOfAVirtualThreadEndsWithTheSignal() throws Exception {
        Wakeup wakeup = time.newWakeup();
        Future<Boolean> waiting = virtual.submit(() -> wakeup.await(LONG));
        wakeup.signal();
        assertThat(waiting.get(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aLongWaitOfAVirtualThreadEndsWhenItsTimeIsOver() throws Exception {
        long start = time.nanoTime();
        Future<Boolean> waiting = virtual.submit(() -> time.newWakeup().await(LEAST_LONG));
        assertThat(waiting.get(30, TimeUnit.SECONDS)).isFalse();
        assertThat(time.nanoTime() - start).isGreaterThanOrEqualTo(LEAST_LONG.toNanos());
    }

    @Test
    void aShortWaitOfAVirtualThreadEndsWhenItsTimeIsOver() throws Exception {
        Future<Boolean> waiting = virtual.submit(() -> time.newWakeup().await(Duration.ofMillis(5)));
        assertThat(waiting.get(30, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void anInterruptEndsALongWait() throws Exception {
        Thread[] waiter = new Thread[1];
        Future<Boolean> waiting = virtual.submit(() -> {
            waiter[0] = Thread.currentThread();
            waiter[0].interrupt();
            return time.newWakeup().await(LONG);
        });
        assertThatThrownBy(() -> waiting.get(30, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(InterruptedException.class);
    }

    @Test
    void aSignalBeforeTheWaitIsNotLost() throws Exception {
        Wakeup wakeup = time.newWakeup();
        wakeup.signal();
        wakeup.signal();
        assertThat(wakeup.await(LONG)).isTrue();
        assertThat(wakeup.await(Duration.ZERO)).isFalse();
    }

    @Test
    void theWatchEndsWhenNobodyWaitsAndBeginsAgainWhenSomebodyDoes() throws Exception {
        LongWaits waits = new LongWaits(TimeUnit.MILLISECONDS.toNanos(1), 3);
        for (int i = 0; i < 3; i++) {
            Future<Boolean> unparked = virtual.submit(() -> {
                LongWaits.Waiting mine = new LongWaits.Waiting(Thread.currentThread(), time.nanoTime());
                waits.begin(mine);
                LockSupport.park(waits);
                waits.end(mine);
                return true;
            });
            assertThat(unparked.get(30, TimeUnit.SECONDS)).isTrue();
            long end = time.nanoTime() + LONG.toNanos();
            while (waits.isWatched() && time.nanoTime() - end < 0) {
                Thread.onSpinWait();
            }
            assertThat(waits.isWatched()).isFalse();
        }
    }
}
