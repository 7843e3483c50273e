package atoll.changeprop.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.base.error.AtollException;
import atoll.base.time.Deadline;
import atoll.base.time.SystemTime;
import atoll.changeprop.handler.Handlers;
import atoll.changeprop.handler.Handling;
import atoll.changeprop.handler.Task;
import atoll.changeprop.rule.Exec;
import atoll.work.Outcome;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class HandlerExecutorTest {
    private final SystemTime time = new SystemTime();

    private HandlerExecutor executor(Handling handling) {
        return new HandlerExecutor(Handlers.of(Map.of("h", handling)), time);
    }

    private Outcome call(HandlerExecutor executor, Duration within) throws InterruptedException {
        return executor.execute(
                Attempts.of("r", "enwiki", "{\"a\":1}"), new Exec.InProcess("h", null), Deadline.after(time, within));
    }

    @Test
    void theHandlerGetsTheEventAndItsOutcomeCounts() throws Exception {
        AtomicReference<Task> got = new AtomicReference<>();
        HandlerExecutor executor = executor(task -> {
            got.set(task);
            return new Outcome.Rejected(7, "never again");
        });
        assertThat(call(executor, Duration.ofSeconds(10))).isEqualTo(new Outcome.Rejected(7, "never again"));
        assertThat(got.get().event()).asString().isEqualTo("{\"a\":1}");
        assertThat(got.get().eventId()).isEqualTo("event-1");
        assertThat(got.get().wiki()).isEqualTo("enwiki");
        assertThat(got.get().triggeredBy()).isNotEmpty();
    }

    @Test
    void whatItThrowsIsAFailureWithABoundedDetail() throws Exception {
        assertThat(call(
                        executor(_ -> {
                            throw new IllegalStateException("x".repeat(100_000));
                        }),
                        Duration.ofSeconds(10)))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.detail())
                                .startsWith("the handler threw java.lang.IllegalStateException: xxx")
                                .hasSizeLessThan(500));
        assertThat(call(executor(_ -> new Outcome.Done(0, "y".repeat(100_000))), Duration.ofSeconds(10))
                        .detail())
                .hasSizeLessThan(500);
    }

    @Test
    void aHandlerThatHeedsNoInterruptGetsNoFurtherCallsAfterSome() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(HandlerExecutor.MOST_LEFT);
        HandlerExecutor executor = executor(_ -> {
            boolean isReleased = false;
            while (!isReleased) {
                try {
                    isReleased = release.await(1, TimeUnit.MINUTES);
                } catch (InterruptedException e) {
                    isReleased = false;
                }
            }
            over.countDown();
            return new Outcome.Done(0, "late");
        });
        for (int i = 0; i < HandlerExecutor.MOST_LEFT; i++) {
            assertThat(call(executor, Duration.ofMillis(20)).detail()).contains("does not heed interrupts");
        }
        assertThat(call(executor, Duration.ofMillis(20))).isInstanceOf(Outcome.Postponed.class);
        release.countDown();
        assertThat(over.await(5, TimeUnit.SECONDS)).isTrue();
        Deadline deadline = Deadline.after(time, Duration.ofSeconds(5));
        Outcome outcome = call(executor, Duration.ofSeconds(5));
        while (outcome instanceof Outcome.Postponed && !deadline.isPassed()) {
            outcome = call(executor, Duration.ofSeconds(5));
        }
        assertThat(outcome).isEqualTo(new Outcome.Done(0, "late"));
    }

    @Test
    void namesAreChecked() {
        assertThatThrownBy(() -> Handlers.of(Map.of("a b", _ -> new Outcome.Done(0, ""))))
                .isInstanceOf(AtollException.class)
                .hasMessageContaining("'a b' is not the name of a handler");
    }
}
