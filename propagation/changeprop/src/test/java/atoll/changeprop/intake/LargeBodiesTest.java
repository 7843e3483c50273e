package atoll.changeprop.intake;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.time.Deadline;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LargeBodiesTest {
    private static final Deadline NOW = Deadline.after(new FixedTime(), Duration.ZERO);
    private final LargeBodies large = new LargeBodies();

    private static IntakeRequest request(String event, int padding) {
        byte[] body = (event + " ".repeat(padding)).getBytes(StandardCharsets.UTF_8);
        return new IntakeRequest(body, Map.of(), null, IntakeFixture.LOOPBACK);
    }

    private static final IntakeRequest JOB = request(IntakeFixture.job(), LargeBodies.LARGE);
    private static final IntakeRequest ORDINARY = request(IntakeFixture.change("page-view"), LargeBodies.LARGE);

    @Test
    void floodOfLargeOrdinaryBodiesCannotRefuseAJob() throws InterruptedException {
        try (LargeBodies.Permit first = large.enter(ORDINARY, NOW)) {
            assertThat(first).isNotNull();
            assertThat(large.enter(ORDINARY, NOW)).isNull();
            try (LargeBodies.Permit job = large.enter(JOB, NOW)) {
                assertThat(job).isNotNull();
                assertThat(large.enter(JOB, NOW)).isNull();
            }
        }
        LargeBodies.Permit again = Objects.requireNonNull(large.enter(ORDINARY, NOW));
        again.close();
    }

    @Test
    void anOrdinaryBodyThatFindsTwoJobsLeavesItsPlace() throws InterruptedException {
        LargeBodies.Permit one = Objects.requireNonNull(large.enter(JOB, NOW));
        LargeBodies.Permit two = Objects.requireNonNull(large.enter(JOB, NOW));
        assertThat(large.enter(ORDINARY, NOW)).isNull();
        one.close();
        two.close();
        LargeBodies.Permit ordinary = Objects.requireNonNull(large.enter(ORDINARY, NOW));
        ordinary.close();
    }

    @Test
    void smallBodiesNeedNoPlace() throws InterruptedException {
        for (int i = 0; i < 10; i++) {
            assertThat(large.enter(request(IntakeFixture.job(), 0), NOW)).isNotNull();
        }
    }
}
