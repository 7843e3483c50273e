package atoll.changeprop.intake;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.changeprop.Envelope;
import atoll.log.LogRecord;
import atoll.log.NewRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CapturedEventsTest {

    @Test
    void everyRecordedRequestIsAcceptedByteForByte() {
        List<IntakeFixture.Captured> requests = IntakeFixture.captured();
        assertThat(requests).hasSizeGreaterThan(50);
        for (IntakeFixture.Captured request : requests) {
            IntakeFixture fixture = new IntakeFixture();
            IntakeAnswer answer = fixture.post(request.body());
            assertThat(answer.status())
                    .as("%s: %s", request.action(), new String(answer.body(), StandardCharsets.UTF_8))
                    .isEqualTo(201);
            assertThat(answer.body()).isEmpty();
            // MediaWiki writes arrays without white space, so the slices joined are the body again.
            String joined = fixture.log.batches().getFirst().records().stream()
                    .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                    .collect(Collectors.joining(",", "[", "]"));
            assertThat(joined).as(request.action()).isEqualTo(request.body());
        }
    }

    @Test
    void recordedEventsLandInTheTopicOfTheirStream() {
        IntakeFixture fixture = new IntakeFixture();
        IntakeFixture.captured().forEach(request -> fixture.post(request.body()));
        fixture.log.batches().stream()
                .flatMap(batch -> batch.records().stream())
                .forEach(record -> assertThat("dc1."
                                + IntakeFixture.JSON
                                        .readTree(record.value())
                                        .at("/meta/stream")
                                        .asString())
                        .isEqualTo(record.to().topic()));
        assertThat(fixture.log.topics()).contains("dc1.mediawiki.job.refreshLinks", "dc1.resource-purge");
        assertThat(fixture.log.topics()).doesNotContain("dc1." + ErrorEvents.STREAM);
    }

    @Test
    void noRecordedEventIsUnchecked() {
        IntakeFixture fixture = new IntakeFixture();
        IntakeFixture.captured().forEach(request -> fixture.post(request.body()));
        assertThat(fixture.counter("atoll.intake.event.unchecked")).isZero();
    }

    @Test
    void recordsCarryTheReceiveTimeAndNoFilledIdWhereTheProducerGaveOne() {
        IntakeFixture fixture = new IntakeFixture();
        fixture.post("[" + IntakeFixture.job() + "," + IntakeFixture.change("a") + "]");
        LogRecord job = fixture.log.records("dc1.mediawiki.job.null").getFirst();
        LogRecord change = fixture.log.records("dc1.a").getFirst();
        assertThat(job.timestampMillis()).isEqualTo(FixedTime.START.toEpochMilli());
        assertThat(Envelope.of(job)).isEqualTo(new Envelope(FixedTime.START, null));
        assertThat(Envelope.of(change).filledId()).matches("[0-9a-f-]{36}");
    }

    @Test
    void eventsOfOneRequestAreOneBatch() {
        IntakeFixture fixture = new IntakeFixture();
        fixture.post("[" + IntakeFixture.job() + "," + IntakeFixture.change("a") + "]");
        List<NewRecord> records = fixture.log.batches().getFirst().records();
        assertThat(fixture.log.batches()).hasSize(1);
        assertThat(records).hasSize(2);
    }
}
