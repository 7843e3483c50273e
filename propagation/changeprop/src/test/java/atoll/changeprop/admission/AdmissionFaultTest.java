package atoll.changeprop.admission;

import static atoll.changeprop.admission.AdmissionWorld.JOBS;
import static atoll.changeprop.admission.AdmissionWorld.job;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.lifecycle.Duty.Next;
import atoll.log.Batch;
import atoll.log.Header;
import atoll.log.NewRecord;
import atoll.log.TopicPartition;
import atoll.log.TopicSpec;
import atoll.work.Delivery;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionFaultTest {
    private final AdmissionWorld world = new AdmissionWorld();

    @Test
    void aStepDoesNotWaitForTheDisk() {
        world.log.syncsAtOnce = false;
        world.produce(JOBS, job(1));
        assertThat(world.admission.step()).isInstanceOf(Next.OnWakeup.class);
        assertThat(world.admission.step()).isInstanceOf(Next.OnWakeup.class);
        assertThat(world.log.submits).isEqualTo(1);
        assertThat(world.admission.counts(JOBS)).isEqualTo(AdmissionCounts.NONE);
        world.log.sync();
        world.settle();
        assertThat(world.admission.counts(JOBS).deliveries()).isEqualTo(1);
        assertThat(world.log.submits).isEqualTo(1);
    }

    @Test
    void aRefusingLogIsTriedAgainAfterGrowingPauses() {
        world.produce(JOBS, job(1));
        world.log.refuse(true);
        int before = world.log.submits;
        Duration longest = Duration.ZERO;
        for (int i = 0; i < 40; i++) {
            if (world.settle() instanceof Next.OnWakeup(var wakeup, var atMost)) {
                wakeup.signal();
                assertThat(world.settle()).isInstanceOf(Next.OnWakeup.class);
                longest = atMost.compareTo(longest) > 0 ? atMost : longest;
                world.time.pass(atMost);
            }
        }
        assertThat(world.log.submits - before).isEqualTo(40);
        assertThat(longest).isEqualTo(Duration.ofSeconds(5));
        world.log.refuse(false);
        world.time.pass(Duration.ofSeconds(5));
        world.settle();
        assertThat(world.deliveries()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anAppendOfUnknownFateIsNeitherLostNorRepeated(boolean stored) {
        world.log.syncsAtOnce = false;
        world.produce(JOBS, job(1));
        world.admission.step();
        world.log.fail(stored);
        world.log.syncsAtOnce = true;
        world.settle();
        world.time.pass(Duration.ofSeconds(10));
        world.settle();
        assertThat(world.deliveries()).hasSize(1);
        assertThat(world.admission.counts(JOBS)).isEqualTo(new AdmissionCounts(1, 1, 0, 1, 0, 0));
    }

    @Test
    void aFencedAdmissionEnds() {
        world.produce(JOBS, job(1));
        world.settle();
        Admission old = world.admission;
        world.start();
        world.produce(JOBS, job(2));
        world.settle();
        world.produce(JOBS, job(3));
        assertThat(old.step()).isEqualTo(Next.FINISHED);
        assertThat(old.step()).isEqualTo(Next.FINISHED);
        world.settle();
        assertThat(world.deliveries()).extracting(Delivery::eventId).containsExactlyInAnyOrder("e1", "e2", "e3");
    }

    @Test
    void aDamagedPartitionRestsWhileTheOthersGoOn() {
        world.produce("dc1.mediawiki.job.bad", job(1));
        world.produce(JOBS, job(2));
        world.log.damage(new TopicPartition("dc1.mediawiki.job.bad", 0));
        world.settle();
        int reads = world.log.reads;
        world.produce(JOBS, job(3));
        world.settle();
        assertThat(world.log.reads - reads).isEqualTo(1);
        assertThat(world.deliveries()).extracting(Delivery::eventId).containsExactlyInAnyOrder("e2", "e3");
        assertThat(world.admission.unread("dc1.mediawiki.job.bad")).isEqualTo(1);
    }

    @Test
    void recordsDeletedBeforeTheyWereReadAreCountedAsLost() {
        world.produce(JOBS, job(0));
        world.settle();
        for (int i = 1; i < 10; i++) {
            world.produce(JOBS, job(i));
        }
        world.log.deleteBefore(new TopicPartition(JOBS, 0), 6);
        world.settle();
        assertThat(world.admission.counts(JOBS)).isEqualTo(new AdmissionCounts(10, 5, 5, 5, 0, 5));
    }

    @Test
    void anEnvelopeOfAnotherFormatIsQuotedNotFatal() {
        world.log.createTopic(JOBS, TopicSpec.keepAll(1));
        var _ = world.log.submit(Batch.of(new NewRecord(
                new TopicPartition(JOBS, 0),
                0,
                null,
                List.of(new Header("envelope", new byte[] {99})),
                job(1).getBytes(UTF_8))));
        world.produce(JOBS, job(2));
        world.settle();
        assertThat(world.admission.counts(JOBS)).isEqualTo(new AdmissionCounts(2, 1, 1, 1, 1, 0));
        assertThat(world.errors().getFirst()).contains("envelope format 99");
    }
}
