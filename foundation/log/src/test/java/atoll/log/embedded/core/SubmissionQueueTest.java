package atoll.log.embedded.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.base.time.TimeSource;
import atoll.base.time.Wakeup;
import atoll.log.LogUnavailable;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// When the committer is woken.
class SubmissionQueueTest {
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
