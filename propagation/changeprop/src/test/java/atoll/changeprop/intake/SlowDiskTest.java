package atoll.changeprop.intake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SlowDiskTest {
    private static final int FLOOD = 3_000;

    private final IntakeFixture fixture = new IntakeFixture();

    @Test
    void floodOfOrdinaryEventsOnAStuckDiskLeavesTheLogsQueueToJobs() {
        flood();
        int ofTheFlood = fixture.log.waiting();
        assertThat(ofTheFlood).isEqualTo(2048);

        fixture.post("[" + IntakeFixture.job() + "]");

        assertThat(fixture.log.waiting()).as("the job got in").isEqualTo(ofTheFlood + 1);
        IntakeAnswer refused = fixture.post(IntakeFixture.change("page-view"));
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.reason()).contains("earlier events of ordinary streams wait");
    }

    @Test
    void fewLargeOnesAreAsManyAsManySmallOnes() {
        String large = IntakeFixture.change("page-view").replace("\"a\"", "\"" + "x".repeat(1 << 20) + "\"");
        fixture.log.syncsAtOnce = false;
        for (int i = 0; i < 100; i++) {
            fixture.post(large);
        }
        assertThat(fixture.log.waiting()).isEqualTo(8);
    }

    @Test
    void ordinaryEventsAreTakenAgainOnceTheDiskHasCaughtUp() {
        flood();
        fixture.log.fail(false);
        fixture.log.syncsAtOnce = true;
        assertThat(fixture.post(IntakeFixture.change("page-view")).status()).isEqualTo(201);
    }

    private void flood() {
        fixture.log.syncsAtOnce = false;
        for (int i = 0; i < FLOOD; i++) {
            fixture.post(IntakeFixture.change("page-view"));
        }
    }
}
