package atoll.changeprop.admission;

import static atoll.changeprop.admission.AdmissionWorld.JOBS;
import static atoll.changeprop.admission.AdmissionWorld.job;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.lifecycle.Duty.Next;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// When admission lets events gather, and when it does not.
class AdmissionPaceTest {
    private final AdmissionWorld world = new AdmissionWorld();

    @Test
    void eventsThatComeOneByOneAreAdmittedAtOnce() {
        for (int i = 0; i < 20; i++) {
            world.produce(JOBS, job(i));
            world.settle();
            assertThat(world.deliveries()).hasSize(i + 1);
        }
    }

    @Test
    void whatComesWhileManyComeGathersForAMoment() {
        produce(0, Admission.MANY);
        world.settle();
        assertThat(world.deliveries()).hasSize(Admission.MANY);

        world.produce(JOBS, job(Admission.MANY));
        assertThat(world.settle())
                .isInstanceOfSatisfying(
                        Next.OnWakeup.class, next -> assertThat(next.atMost()).isEqualTo(Admission.GATHER));
        assertThat(world.deliveries()).hasSize(Admission.MANY);

        world.time.pass(Admission.GATHER);
        world.settle();
        assertThat(world.deliveries()).hasSize(Admission.MANY + 1);

        world.produce(JOBS, job(Admission.MANY + 1));
        world.settle();
        assertThat(world.deliveries())
                .as("few came, so there is nothing to wait for")
                .hasSize(Admission.MANY + 2);
    }

    @Test
    void anAppendDoesNotEndTheGathering() throws InterruptedException {
        produce(0, Admission.MANY);
        Next next = world.settle();
        world.produce(JOBS, job(Admission.MANY));
        assertThat(next)
                .isInstanceOfSatisfying(
                        Next.OnWakeup.class, waits -> assertThat(waits.atMost()).isLessThanOrEqualTo(Admission.GATHER));
        if (next instanceof Next.OnWakeup(var wakeup, var _)) {
            assertThat(wakeup.await(Duration.ZERO)).isFalse();
        }
    }

    @Test
    void aBacklogIsWorkedOffWithoutWaiting() {
        produce(0, 3 * Drafting.MOST_RECORDS);
        world.settle();
        assertThat(world.deliveries()).hasSize(3 * Drafting.MOST_RECORDS);
    }

    @Test
    void aBacklogOfLargeEventsIsWorkedOffWithoutWaiting() {
        String large = "{\"meta\":{},\"pad\":\"" + "x".repeat(200_000) + "\"}";
        for (int i = 0; i < 50; i++) {
            world.produce(JOBS, large);
        }
        world.settle();
        assertThat(world.deliveries()).hasSize(50);
    }

    private void produce(int from, int count) {
        for (int i = from; i < from + count; i++) {
            world.produce(JOBS, job(i));
        }
    }
}
