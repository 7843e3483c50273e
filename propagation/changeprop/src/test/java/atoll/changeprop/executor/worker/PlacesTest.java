package atoll.changeprop.executor.worker;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.time.SystemTime;
import atoll.testkit.time.VirtualTime;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Who gets which worker. Waiting is between threads, so those tests use real ones.
class PlacesTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final VirtualTime time = new VirtualTime();

    private Worker worker() throws java.io.IOException {
        WorkerSettings settings = Requests.settings(2, "worker");
        return new Worker(new FakeProcesses(time).start(settings), settings, time);
    }

    @Test
    void thereAreNeverMoreWorkersThanPlaces() throws Exception {
        Places places = new Places(2, time);
        assertThat(places.take(LONG)).isInstanceOf(Places.Grant.Start.class);
        assertThat(places.take(LONG)).isInstanceOf(Places.Grant.Start.class);
        Worker used = worker();
        assertThat(places.giveBack(used)).isTrue();
        assertThat(places.take(LONG)).isEqualTo(new Places.Grant.Use(used));
        assertThat(places.workers()).isEqualTo(2);
    }

    @Test
    void whoWaitsGetsTheWorkerThatIsGivenBack() throws Exception {
        Places places = new Places(1, new SystemTime());
        places.take(LONG);
        Worker used = worker();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Places.Grant> waiting = threads.submit(() -> places.take(LONG));
            while (places.waiting() == 0) {
                Thread.onSpinWait();
            }
            places.giveBack(used);
            assertThat(waiting.get(20, TimeUnit.SECONDS)).isEqualTo(new Places.Grant.Use(used));
            assertThat(places.workers()).isEqualTo(1);
        }
    }

    @Test
    void whoWaitsMayStartAWorkerInPlaceOfOneThatIsLost() throws Exception {
        Places places = new Places(1, new SystemTime());
        places.take(LONG);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Places.Grant> waiting = threads.submit(() -> places.take(LONG));
            while (places.waiting() == 0) {
                Thread.onSpinWait();
            }
            places.giveBackLost("it died", true);
            assertThat(waiting.get(20, TimeUnit.SECONDS)).isInstanceOf(Places.Grant.Start.class);
        }
    }

    @Test
    void whoWaitsInVainIsToldSoAndHoldsNoPlace() throws Exception {
        Places places = new Places(1, new SystemTime());
        places.take(LONG);
        assertThat(places.take(Duration.ofMillis(20))).isInstanceOf(Places.Grant.Refused.class);
        assertThat(places.waiting()).isZero();
        places.giveBackRetired();
        assertThat(places.workers()).isZero();
        assertThat(places.take(LONG)).isInstanceOf(Places.Grant.Start.class);
    }

    @Test
    void closingWakesThoseWhoWait() throws Exception {
        Places places = new Places(1, new SystemTime());
        places.take(LONG);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Places.Grant> waiting = threads.submit(() -> places.take(LONG));
            while (places.waiting() == 0) {
                Thread.onSpinWait();
            }
            assertThat(places.close()).isEmpty();
            assertThat(waiting.get(20, TimeUnit.SECONDS)).isInstanceOf(Places.Grant.Refused.class);
        }
        assertThat(places.giveBack(worker())).isFalse();
    }
}
