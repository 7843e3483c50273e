package atoll.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.lifecycle.Duty.Next;
import atoll.server.admin.FakeWork;
import atoll.testkit.time.VirtualTime;
import atoll.work.ledger.state.State;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadLetterRetentionTest {
    private static final Duration KEEP = Duration.ofDays(90);

    private final VirtualTime time = new VirtualTime();
    private final FakeWork work = new FakeWork();
    private final DeadLetterRetention retention = new DeadLetterRetention(work, KEEP, time);

    @Test
    void onlyDeadLettersThatAreOldEnoughAreDropped() throws InterruptedException {
        // Each of them changed five seconds before.
        work.with("0:1", State.DEAD, "w", time.instant().minus(KEEP));
        work.with("0:2", State.DEAD, "w", time.instant().minus(KEEP).plusSeconds(6));
        work.with("1:3", State.RETRY, "w", time.instant().minus(KEEP));
        work.with("1:4", State.DONE, "w", time.instant().minus(KEEP));
        work.with("1:5", State.DEAD, "w", time.instant().minus(KEEP));
        assertThat(retention.step()).isInstanceOf(Next.OnWakeup.class);
        assertThat(work.commands)
                .containsExactly("drop 0:1 by admin.keep-dead-letters", "drop 1:5 by admin.keep-dead-letters");
        retention.step();
        assertThat(work.commands).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"P90D, PT1M", "PT5S, PT5S", "PT0.001S, PT1S"})
    void noneStaysMuchLongerThanItIsToBeKept(Duration keep, Duration every) throws InterruptedException {
        assertThat(new DeadLetterRetention(work, keep, time).step())
                .isInstanceOfSatisfying(
                        Next.OnWakeup.class, next -> assertThat(next.atMost()).isEqualTo(every));
    }

    @Test
    void manyAreLookedAtInSeveralSteps() throws InterruptedException {
        for (int i = 0; i < 1100; i++) {
            work.with("0:" + i, State.DEAD, "w", time.instant().minus(KEEP).plusSeconds(i < 600 ? 60 : 0));
        }
        retention.step();
        assertThat(work.commands).isEmpty();
        retention.step();
        assertThat(work.commands).hasSize(400);
        retention.step();
        assertThat(work.commands).hasSize(500);
    }
}
