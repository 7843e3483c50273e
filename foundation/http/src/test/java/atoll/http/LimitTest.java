package atoll.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class LimitTest {

    @Test
    void turnsAwayWhoFindsNoPermitLeft() {
        Limit limit = new Limit("events at once", 2, Duration.ofSeconds(3));
        limit.enter();
        assertThat(limit.tryEnter()).isTrue();
        assertThat(limit.tryEnter()).isFalse();
        assertThatThrownBy(limit::enter)
                .isInstanceOf(LimitReached.class)
                .hasMessage("more than 2 events at once: try again in 3 s");
        assertThat(limit.refused()).isEqualTo(2);
        limit.leave();
        assertThat(limit.tryEnter()).isTrue();
        assertThat(limit.inside()).isEqualTo(2);
    }
}
