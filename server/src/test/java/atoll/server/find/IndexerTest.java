package atoll.server.find;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.server.admin.Fixture;
import atoll.server.admin.ports.AdminPorts;
import atoll.server.observe.RootJobs;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class IndexerTest {
    private final Fixture fixture = new Fixture();

    private Indexer indexer(AdminPorts ports, long mostRecords) {
        return new Indexer(ports, fixture.index, mostRecords, new RootJobs(), new SimpleMeterRegistry());
    }

    private void append(Fixture to, int from, int count) {
        for (int i = from; i < from + count; i++) {
            to.append("local.edit", "{\"meta\":{\"id\":\"e" + i + "\",\"request_id\":\"r\"}}");
        }
    }

    private List<Long> found(Indexer indexer, Fixture of) throws InterruptedException {
        int steps = 0;
        do {
            of.time.advance(Duration.ofSeconds(1));
            var _ = indexer.step();
            assertThat(++steps).isLessThan(100);
        } while (indexer.behind() > 0);
        FindIndex view = new FindIndex(fixture.index, Long.MAX_VALUE);
        return view.lookUp(Kind.REQUEST, "r", null, 10_000).places().stream()
                .map(Place::offset)
                .toList();
    }

    @Test
    void readsEverythingInBoundedStepsAndSaysHowFarItIsBehind() throws InterruptedException {
        append(fixture, 0, 2_500);
        Indexer indexer = indexer(fixture.ports, 100_000);
        var _ = indexer.step();
        assertThat(indexer.behind()).isPositive();
        assertThat(found(indexer, fixture)).hasSize(2_500);
        assertThat(indexer.behind()).isZero();
    }

    @Test
    void goesOnWhereItWasAfterARestart() throws InterruptedException {
        append(fixture, 0, 10);
        assertThat(found(indexer(fixture.ports, 100_000), fixture)).hasSize(10);
        append(fixture, 10, 5);
        assertThat(found(indexer(fixture.ports, 100_000), fixture)).hasSize(15).doesNotHaveDuplicates();
    }

    @Test
    void ofALogThatWasNeverReadOnlyTheNewestCount() throws InterruptedException {
        append(fixture, 0, 3_000);
        assertThat(found(indexer(fixture.ports, 1_000), fixture))
                .hasSize(1_000)
                .first()
                .isEqualTo(2_999L);
    }

    @Test
    void aLogThatEndsBeforeWhatWasReadIsReadAnew() throws InterruptedException {
        append(fixture, 0, 20);
        assertThat(found(indexer(fixture.ports, 100_000), fixture)).hasSize(20);
        Fixture restored = new Fixture();
        append(restored, 0, 5);
        Indexer again = indexer(restored.ports, 100_000);
        append(restored, 5, 1);
        assertThat(found(again, restored)).contains(5L);
        assertThat(again.behind()).isZero();
    }

    @Test
    void whatIsNoEventIsPassedOver() throws InterruptedException {
        fixture.append("local.edit", "no json");
        fixture.append("local.edit", "[1,2]");
        fixture.append("local.edit", "{\"meta\":{\"id\":7}}");
        append(fixture, 0, 1);
        assertThat(found(indexer(fixture.ports, 100_000), fixture)).containsExactly(3L);
    }
}
