package atoll.console.access;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.testkit.time.VirtualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {
    private final VirtualTime time = new VirtualTime();
    private final LoginThrottle throttle = new LoginThrottle(time);

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            throttle.failed("10.0.0.1", "ann");
        }
    }

    @Test
    void doublesTheWaitAfterFiveFailuresUpToFiveMinutes() {
        fail(4);
        assertThat(throttle.wait("10.0.0.1", "ann")).isZero();
        fail(1);
        assertThat(throttle.wait("10.0.0.1", "ann")).isEqualTo(Duration.ofSeconds(1));
        fail(1);
        assertThat(throttle.wait("10.0.0.1", "ann")).isEqualTo(Duration.ofSeconds(2));
        time.advance(Duration.ofMillis(1_500));
        assertThat(throttle.wait("10.0.0.1", "ann")).isEqualTo(Duration.ofMillis(500));
        fail(100);
        assertThat(throttle.wait("10.0.0.1", "ann")).isEqualTo(Duration.ofMinutes(5));
        time.advance(Duration.ofMinutes(5));
        assertThat(throttle.wait("10.0.0.1", "ann")).isZero();
    }

    @Test
    void holdsUpNobodyElse() {
        fail(50);
        assertThat(throttle.wait("10.0.0.2", "ann")).isZero();
        assertThat(throttle.wait("10.0.0.1", "bob")).isZero();
    }

    @Test
    void forgetsAfterASuccessAndAfterAnHour() {
        fail(9);
        throttle.succeeded("10.0.0.1", "ann");
        assertThat(throttle.wait("10.0.0.1", "ann")).isZero();
        fail(9);
        time.advance(Duration.ofHours(1));
        fail(1);
        assertThat(throttle.wait("10.0.0.1", "ann")).isZero();
    }

    @Test
    void remembersABoundedNumber() {
        fail(9);
        for (int i = 0; i < 10_000; i++) {
            throttle.failed("10.1.0.1", "name" + i);
        }
        assertThat(throttle.wait("10.0.0.1", "ann")).isZero();
    }
}
