package atoll.changeprop.executor.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.lifecycle.Threads;
import atoll.base.time.Deadline;
import atoll.base.time.SystemTime;
import atoll.work.Attempt;
import atoll.work.Delivery;
import atoll.work.DeliveryId;
import atoll.work.Executor;
import atoll.work.Outcome;
import atoll.work.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What every way to carry a delivery out promises, whatever the other end does. A subject says how to make an other
/// end
/// that does what each event tells it to.
abstract class ExecutorContract {
    static final String RULE = "r";

    /// Longer than anything here should take; what ends by it has not ended by itself.
    static final Duration LONG = Duration.ofSeconds(30);
    static final Duration SHORT = Duration.ofMillis(1200);
    private static final Duration A_LITTLE = Duration.ofSeconds(5);
    private static final int LONGEST_DETAIL = 700;

    final SystemTime time = new SystemTime();
    private final AtomicInteger attempts = new AtomicInteger();

    /// The executor under test, always the same.
    abstract Executor executor();

    /// Everything that came to the other end, each as it came.
    abstract List<String> received();

    /// Whether nothing of a hanging act is left: no process, no connection, no call.
    abstract boolean isLetGo() throws Exception;

    /// What makes the other end ask to wait, if the act alone does not.
    void prepareToWait() throws Exception {}

    /// What of an event has to reach the other end.
    String sent(String event) {
        return event;
    }

    /// An event as no serialiser would write it.
    static String event(Act act) {
        return "{\"meta\": {\"id\":\"event-1\",\"stream\":\"mediawiki.job.null\",\"domain\":\"w.example\","
                + "\"uri\":\"https://w.example/wiki/A\",\"dt\":\"2026-11-22T18:00:00Z\"},"
                + "\t\"database\":\"testwiki\", \"type\" : \"null\",\"page_title\":\"" + act.word() + "\","
                + "\"act\":\"" + act.word()
                + "\",\"n\":1.0e+2,\"big\":9223372036854775807,\"t\":\"\\u00fc ü\\/\\n\", \"params\":{} }";
    }

    final Attempt attempt(Act act, Duration lease) {
        Instant now = time.instant();
        long offset = attempts.incrementAndGet();
        Delivery delivery = new Delivery(
                RULE,
                "null",
                "testwiki",
                "event-1",
                "request-1",
                now,
                true,
                now,
                null,
                null,
                null,
                new Source("dc1.mediawiki.job.null", 0, offset));
        return new Attempt(
                new DeliveryId(0, offset),
                delivery,
                1,
                now.plus(lease),
                event(act).getBytes(UTF_8));
    }

    final Outcome execute(Act act, Duration lease) throws InterruptedException {
        return executor().execute(attempt(act, lease));
    }

    final Outcome execute(Act act) throws InterruptedException {
        return execute(act, LONG);
    }

    @Test
    void whatTheProducerWroteReachesTheOtherEnd() throws Exception {
        assertThat(execute(Act.SUCCEEDS)).isInstanceOf(Outcome.Done.class);
        assertThat(received()).isNotEmpty().allSatisfy(got -> assertThat(got).isEqualTo(sent(event(Act.SUCCEEDS))));
    }

    @ParameterizedTest
    @EnumSource(names = {"FAILS", "REFUSES"})
    void aFailureSaysWhatTheOtherEndSaid(Act act) throws Exception {
        Outcome outcome = execute(act);
        assertThat(outcome.label()).isEqualTo(act.outcome());
        assertThat(outcome.detail()).contains("out of luck");
    }

    @Test
    void whoAsksToWaitChargesNothingAndDoesNotWaitForEver() throws Exception {
        prepareToWait();
        assertThat(execute(Act.WAITS))
                .isInstanceOfSatisfying(
                        Outcome.Postponed.class,
                        later -> assertThat(later.retryAfter())
                                .isBetween(Duration.ofSeconds(1), Duration.ofMinutes(15)));
    }

    @Test
    void whatIsSaidIsKeptShortAndOnOneLine() throws Exception {
        Outcome outcome = execute(Act.SHOUTS);
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        assertThat(outcome.detail()).isNotBlank().hasSizeLessThan(LONGEST_DETAIL);
        assertThat(outcome.detail().chars().noneMatch(Character::isISOControl))
                .as("no control characters in '%s'", outcome.detail())
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"FAILS", "REFUSES", "SHOUTS", "BABBLES", "DIES", "STREAMS"})
    void whatIsNoSuccessIsNeverTakenForOneAndTheNextAttemptIsNotHarmed(Act act) throws Exception {
        long begun = time.nanoTime();
        Outcome outcome = execute(act, Duration.ofSeconds(10));
        assertThat(outcome.label()).as(outcome.detail()).isEqualTo(act.outcome());
        assertThat(outcome.detail()).isNotBlank();
        assertThat(since(begun)).isLessThan(Duration.ofSeconds(10).plus(A_LITTLE));
        assertThat(execute(Act.SUCCEEDS)).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void whoNeverAnswersHasFailedAtTheDeadlineAndIsLetGo() throws Exception {
        long begun = time.nanoTime();
        assertThat(execute(Act.HANGS, SHORT)).isInstanceOf(Outcome.Failed.class);
        assertThat(since(begun)).isBetween(SHORT.minusMillis(200), SHORT.plus(A_LITTLE));
        assertThat(isLetGoSoon()).isTrue();
        assertThat(execute(Act.SUCCEEDS)).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void anInterruptEndsAnAttemptAtOnceAndLetsTheOtherEndGo() throws Exception {
        AtomicReference<Object> ended = new AtomicReference<>("nothing");
        Thread caller = Threads.startVirtual("caller", () -> {
            try {
                ended.set(execute(Act.HANGS));
            } catch (InterruptedException e) {
                ended.set(e);
            }
        });
        awaitReceived(1);
        caller.interrupt();
        assertThat(caller.join(A_LITTLE)).as("the attempt is over").isTrue();
        assertThat(ended.get()).isInstanceOf(InterruptedException.class);
        assertThat(isLetGoSoon()).isTrue();
        assertThat(execute(Act.SUCCEEDS)).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void attemptsAtOnceDoNotHoldEachOtherUpOrMixTheirAnswers() throws Exception {
        Thread hanging = Threads.startVirtual("hanging", () -> {
            try {
                var _ = execute(Act.HANGS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        awaitReceived(1);
        Map<Integer, String> wrong = new ConcurrentHashMap<>();
        List<Thread> callers = new ArrayList<>();
        List<Act> acts = List.of(Act.SUCCEEDS, Act.FAILS, Act.SUCCEEDS, Act.REFUSES);
        for (int i = 0; i < 24; i++) {
            int number = i;
            Act act = acts.get(i % acts.size());
            callers.add(Threads.startVirtual("caller-" + i, () -> {
                try {
                    Outcome outcome = execute(act);
                    if (!outcome.label().equals(act.outcome())) {
                        wrong.put(number, act + " became " + outcome);
                    }
                } catch (InterruptedException e) {
                    wrong.put(number, "was interrupted");
                }
            }));
        }
        for (Thread caller : callers) {
            assertThat(caller.join(LONG)).as("all others are over").isTrue();
        }
        assertThat(wrong).isEmpty();
        assertThat(hanging.isAlive()).isTrue();
        hanging.interrupt();
        assertThat(hanging.join(A_LITTLE)).isTrue();
    }

    final Duration since(long begunNanos) {
        return Duration.ofNanos(time.nanoTime() - begunNanos);
    }

    private void awaitReceived(int count) throws InterruptedException {
        Deadline deadline = Deadline.after(time, LONG);
        while (received().size() < count && !deadline.isPassed()) {
            time.sleep(Duration.ofMillis(5));
        }
        assertThat(received()).hasSizeGreaterThanOrEqualTo(count);
    }

    private boolean isLetGoSoon() throws Exception {
        Deadline deadline = Deadline.after(time, A_LITTLE);
        while (!isLetGo() && !deadline.isPassed()) {
            time.sleep(Duration.ofMillis(10));
        }
        return isLetGo();
    }
}
