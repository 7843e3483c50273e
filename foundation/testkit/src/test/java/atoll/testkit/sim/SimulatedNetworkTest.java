package atoll.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.testkit.seed.Seed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SimulatedNetworkTest {
    private final Simulation simulation = new Simulation("network", new Seed(5));
    private final SimulatedNetwork network =
            new SimulatedNetwork(simulation, Duration.ofMillis(1), Duration.ofMillis(10));
    private final Node here = simulation.node("here", _ -> List.of());
    private final Node there = simulation.node("there", _ -> List.of());
    private final List<Integer> arrived = new ArrayList<>();

    @Test
    void carriesEveryMessageLateAndOutOfOrder() {
        sendAll(100);
        assertThat(arrived).isEmpty();
        simulation.runFor(Duration.ofMillis(12));
        assertThat(arrived)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 100).boxed().toList());
        assertThat(arrived).isNotEqualTo(arrived.stream().sorted().toList());
    }

    @Test
    void losesAndDoublesAsOftenAsItCounts() {
        simulation.faults().allow(SimulatedNetwork.LOSS, 0.2).allow(SimulatedNetwork.DUPLICATE, 0.2);
        sendAll(1000);
        simulation.runFor(Duration.ofSeconds(1));
        long lost = simulation.faults().count(SimulatedNetwork.LOSS);
        long doubled = simulation.faults().count(SimulatedNetwork.DUPLICATE);
        assertThat(lost).isBetween(150L, 250L);
        assertThat(doubled).isBetween(110L, 210L);
        assertThat(arrived).hasSize((int) (1000 - lost + doubled));
        assertThat(simulation.report()).contains("net.duplicate " + doubled + ", net.loss " + lost);
    }

    @Test
    void cutsOneDirectionUntilRestored() {
        network.cut(here, there);
        sendAll(3);
        network.send(there, here, "answer", () -> arrived.add(-1));
        simulation.runFor(Duration.ofSeconds(1));
        assertThat(arrived).containsExactly(-1);
        network.restore();
        sendAll(1);
        simulation.runFor(Duration.ofSeconds(1));
        assertThat(arrived).containsExactly(-1, 0);
    }

    @Test
    void messagesToADeadOrRestartedNodeAreLost() {
        sendAll(3);
        there.restart();
        simulation.runFor(Duration.ofSeconds(1));
        sendAll(3);
        there.kill();
        simulation.runFor(Duration.ofSeconds(1));
        assertThat(arrived).isEmpty();
    }

    @Test
    void noFaultStrikesAfterHealing() {
        simulation.faults().allow(SimulatedNetwork.LOSS, 1);
        sendAll(1);
        simulation.faults().heal();
        sendAll(1);
        simulation.runFor(Duration.ofSeconds(1));
        assertThat(arrived).hasSize(1);
        assertThat(simulation.faults().counts()).containsEntry(SimulatedNetwork.LOSS, 1L);
    }

    private void sendAll(int count) {
        for (int i = 0; i < count; i++) {
            int number = i;
            network.send(here, there, "message " + i, () -> arrived.add(number));
        }
    }
}
