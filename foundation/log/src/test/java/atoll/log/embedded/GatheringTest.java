package atoll.log.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// For whom the committer waits.
class GatheringTest {
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
}
