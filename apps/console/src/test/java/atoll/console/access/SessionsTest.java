package atoll.console.access;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.id.Randomness;
import atoll.testkit.time.VirtualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private final VirtualTime time = new VirtualTime();
    private final Sessions sessions =
            new Sessions(Duration.ofMinutes(30), Duration.ofHours(2), time, Randomness.seeded(1));

    @Test
    void knowsWhoseSessionItIs() {
        String ann = sessions.start("ann");
        String bob = sessions.start("bob");
        assertThat(sessions.user(ann)).isEqualTo("ann");
        assertThat(sessions.user(bob)).isEqualTo("bob");
        assertThat(sessions.user(ann + "x")).isNull();
        assertThat(ann).hasSize(43).isNotEqualTo(bob);
    }

    @Test
    void endsWhenNobodyUsesIt() {
        String id = sessions.start("ann");
        time.advance(Duration.ofMinutes(29));
        assertThat(sessions.user(id)).isEqualTo("ann");
        time.advance(Duration.ofMinutes(29));
        assertThat(sessions.user(id)).isEqualTo("ann");
        time.advance(Duration.ofMinutes(30));
        assertThat(sessions.user(id)).isNull();
    }

    @Test
    void endsAfterItsLifetimeHoweverMuchItIsUsed() {
        String id = sessions.start("ann");
        for (int i = 0; i < 11; i++) {
            time.advance(Duration.ofMinutes(10));
            assertThat(sessions.user(id)).isEqualTo("ann");
        }
        time.advance(Duration.ofMinutes(10));
        assertThat(sessions.user(id)).isNull();
    }

    @Test
    void forgetsTheLeastUsedOfTooMany() {
        String first = sessions.start("first");
        String second = sessions.start("second");
        for (int i = 2; i < Sessions.MOST; i++) {
            sessions.start("more");
        }
        assertThat(sessions.user(first)).isEqualTo("first");
        sessions.start("one too many");
        assertThat(sessions.user(first)).isEqualTo("first");
        assertThat(sessions.user(second)).isNull();
    }
}
