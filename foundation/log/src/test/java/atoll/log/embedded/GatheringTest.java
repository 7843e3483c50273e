package atoll.log.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.base.time.TimeSource;
import atoll.base.time.Wakeup;
import atoll.log.LogUnavailable;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// For whom the committer waits, and when it is woken.
class GatheringTest {
    private static final Submission.Waiting NOBODY = new Submission.Waiting() {
        @Override
        public TimeSource time() {
            throw new AssertionError("nobody waits here");
        }

        @Override
        public boolean stepped() {
            return false;
        }
    };
    private static final long PATIENCE = Gathering.PATIENCE.toNanos();

    private final Gathering gathering = new Gathering();

    @Test
    void theFirstAppendWaitsForNobody() {
        assertThat(gathering.patience(1, 0)).isZero();
    }

    @Test
    void afterAGroupHalfOfThoseSeenAreWaitedFor() {
        gathering.committed(40, 24, 1000);
        assertThat(gathering.enough()).isEqualTo(32);
        assertThat(gathering.patience(31, 1000)).isEqualTo(Gathering.PATIENCE);
        assertThat(gathering.patience(31, 1400)).isEqualTo(Gathering.PATIENCE.minusNanos(400));
        assertThat(gathering.patience(32, 1400)).isZero();
    }

    @Test
    void noAppendWaitsLongerThanThePatienceAfterTheLastGroup() {
        gathering.committed(64, 0, 1000);
        assertThat(gathering.patience(1, 1000 + PATIENCE)).isZero();
        assertThat(gathering.enough()).isOne();
    }

    @Test
    void fewProducersWaitForNobody() {
        for (int members = 1; members <= 3; members++) {
            gathering.committed(members, 3 - members, 0);
            assertThat(gathering.patience(1, 1)).isZero();
        }
    }

    @Test
    void theCommitterIsWokenByTheAppendThatMakesTheGroupLargeEnough() {
        AtomicInteger woken = new AtomicInteger();
        SubmissionQueue queue = new SubmissionQueue(3, 1000, counting(woken));
        queue.signalFrom(2);
        queue.add(submission());
        assertThat(woken).hasValue(0);
        queue.add(submission());
        assertThat(woken).hasValue(1);
        queue.add(submission());
        assertThat(woken).hasValue(2);
        assertThatThrownBy(() -> queue.add(submission())).isInstanceOf(LogUnavailable.class);
        assertThat(queue.size()).isEqualTo(3);
        assertThat(queue.drain()).hasSize(1);
        assertThat(queue.lastGroup()).isOne();
        assertThat(queue.size()).isEqualTo(2);
    }

    private static Submission submission() {
        return new Submission(new Submission.Content.OpenProducer("p"), NOBODY, 0);
    }

    private static Wakeup counting(AtomicInteger signals) {
        return new Wakeup() {
            @Override
            public void signal() {
                signals.incrementAndGet();
            }

            @Override
            public boolean await(Duration atMost) {
                throw new AssertionError("nobody waits here");
            }
        };
    }
}
