package atoll.changeprop.intake;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.changeprop.intake.stream.EventClass;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntakeBudgetTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final IntakeBudget budget = new IntakeBudget(1_000_000, 60, meters);

    private Optional<IntakeBudget.Permit> admit(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return budget.admit(bytes, bytes.length, "", 100_000);
    }

    @Test
    void floodOfSmallOrdinaryRequestsLeavesPlacesForJobsAndPurges() {
        SimpleMeterRegistry wideMeters = new SimpleMeterRegistry();
        IntakeBudget wide = new IntakeBudget(64 << 20, 60, wideMeters);
        List<IntakeBudget.Permit> flood = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            wide.admit(EventClass.ORDINARY, 100).ifPresent(flood::add);
        }
        assertThat(flood).hasSize(512);
        assertThat(wideMeters
                        .get("atoll.intake.refusal")
                        .tag("reason", "budget")
                        .counter()
                        .count())
                .isEqualTo(2_000 - 512);
        assertThat(wide.admit(EventClass.JOB, 100)).isPresent();
        assertThat(wide.admit(EventClass.PURGE, 100)).isPresent();
        flood.getFirst().close();
        flood.getFirst().close();
        assertThat(wide.admit(EventClass.ORDINARY, 100)).isPresent();
        assertThat(wide.admit(EventClass.ORDINARY, 100)).isEmpty();
    }

    @Test
    void defect20MemoryIsBoundedAndAFloodCannotRefuseJobsAndPurges() {
        List<IntakeBudget.Permit> flood = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            admit("[" + IntakeFixture.change("page-view") + "]").ifPresent(flood::add);
        }
        assertThat(flood).hasSize(6);
        assertThat(meters.get("atoll.intake.refusal")
                        .tag("reason", "budget")
                        .counter()
                        .count())
                .isEqualTo(994);
        for (int i = 0; i < 2; i++) {
            assertThat(admit("[" + IntakeFixture.job() + "]")).isPresent();
            assertThat(admit("[" + IntakeFixture.change("resource-purge") + "]"))
                    .isPresent();
        }
        assertThat(admit("[" + IntakeFixture.job() + "]")).isEmpty();
    }

    @Test
    void closedPermitGivesItsRoomBackOnce() {
        IntakeBudget.Permit permit = budget.admit(EventClass.ORDINARY, 600_000).orElseThrow();
        assertThat(budget.admit(EventClass.ORDINARY, 1)).isEmpty();
        permit.close();
        permit.close();
        assertThat(budget.used()).isZero();
        assertThat(budget.admit(EventClass.ORDINARY, 600_000)).isPresent();
    }

    @Test
    void bodyOfUnknownLengthGrowsUntilThereIsNoRoom() {
        try (IntakeBudget.Permit permit = budget.admit(EventClass.ORDINARY, 0).orElseThrow()) {
            assertThat(permit.grow(4_000)).isTrue();
            assertThat(budget.used()).isEqualTo(4_096);
            assertThat(permit.grow(500_000)).isTrue();
            assertThat(budget.used()).isEqualTo(504_000);
            assertThat(permit.grow(100_000)).isFalse();
            assertThat(budget.used()).isEqualTo(504_000);
        }
        assertThat(budget.used()).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"meta":{"stream":"mediawiki.job.null"}}                         | JOB
                    {"meta": {"stream" : "mediawiki.job.nu                           | JOB
                    [{"meta":{"stream":"resource-purge"}}]                           | PURGE
                    {"meta":{"stream":"mediawiki.recentchange"}}                     | ORDINARY
                    {"a":"\\"stream\\":\\"mediawiki.job.x\\"","meta":{"stream":"b"}} | ORDINARY
                    {"stream"                                                        | ORDINARY
                    {"stream":7}                                                     | ORDINARY
                    """)
    void classifiesByTheFirstStream(String body, EventClass expected) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        assertThat(IntakeBudget.classify(bytes, bytes.length, "")).isEqualTo(expected);
    }

    @Test
    void everyRecordedJobAndPurgeIsRecognised() {
        for (IntakeFixture.Captured request : IntakeFixture.captured()) {
            byte[] bytes = request.body().getBytes(StandardCharsets.UTF_8);
            String stream =
                    IntakeFixture.JSON.readTree(bytes).at("/0/meta/stream").asString();
            assertThat(IntakeBudget.classify(bytes, bytes.length, ""))
                    .as(request.action())
                    .isEqualTo(EventClass.ofStream(stream));
        }
    }

    @Test
    void queryParameterCountsWhereTheBodySaysNothing() {
        assertThat(IntakeBudget.classify(new byte[] {'{', '}'}, 2, "resource-purge"))
                .isEqualTo(EventClass.PURGE);
    }
}
