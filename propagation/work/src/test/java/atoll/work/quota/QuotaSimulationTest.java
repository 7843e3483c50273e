package atoll.work.quota;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.lifecycle.Duty;
import atoll.base.time.Wakeup;
import atoll.testkit.seed.Draw;
import atoll.testkit.seed.Seed;
import atoll.testkit.seed.Seeded;
import atoll.testkit.sim.Faults;
import atoll.testkit.sim.Node;
import atoll.testkit.sim.SimulatedNetwork;
import atoll.testkit.sim.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Several owners share one limit over a network that loses, repeats and delays, while they crash and are cut off.
class QuotaSimulationTest {
    private static final Duration LEASE = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration LONGEST_ATTEMPT = Duration.ofSeconds(25);
    /// Each lease that lapses can leave the total running once more, until its attempts are over.
    private static final int LEASES_IN_AN_ATTEMPT = 3;

    /// An attempt at the wiki, which goes on when its owner is gone.
    private record Attempt(String owner, long endsNanos) {}

    private static final class World {
        final Simulation simulation;
        final Faults faults;
        final SimulatedNetwork network;
        final Draw draw;
        final int total;
        final QuotaBank bank;
        final List<Attempt> attempts = new ArrayList<>();
        final Map<String, Owner> owners = new TreeMap<>();
        Node bankNode;
        int lives;
        int mostRunning;

        World(Seed seed) {
            simulation = new Simulation("quota", seed).stepLimit(400_000);
            faults = simulation.faults();
            faults.allow(SimulatedNetwork.LOSS, 0.1)
                    .allow(SimulatedNetwork.DUPLICATE, 0.1)
                    .allow(SimulatedNetwork.SLOW, 0.05)
                    .allow("owner.crash", 0.02)
                    .allow("owner.cut", 0.05);
            draw = seed.child("script").draw();
            total = draw.intBetween(1, 30);
            bank = new QuotaBank(total, LEASE);
            network = new SimulatedNetwork(simulation, Duration.ofMillis(1), Duration.ofMillis(800));
            bankNode = simulation.node("bank", _ -> List.of());
        }

        int running() {
            long now = simulation.time().nanoTime();
            attempts.removeIf(attempt -> attempt.endsNanos - now <= 0);
            return attempts.size();
        }

        int runningOf(String owner) {
            running();
            return (int) attempts.stream()
                    .filter(attempt -> attempt.owner.equals(owner))
                    .count();
        }

        /// What runs although the lease it was started under is over.
        int runsOn() {
            long now = simulation.time().nanoTime();
            int runsOn = running();
            for (Owner owner : owners.values()) {
                runsOn -= Math.min(runningOf(owner.life), owner.lease.units(now));
            }
            return runsOn;
        }

        void check(boolean withFaults) {
            long now = simulation.time().nanoTime();
            assertThat(bank.leased(now)).as("leased at the bank").isLessThanOrEqualTo(total);
            int usable = owners.values().stream()
                    .mapToInt(owner -> owner.lease.units(now))
                    .sum();
            assertThat(usable).as("usable at the owners").isLessThanOrEqualTo(total);
            mostRunning = Math.max(mostRunning, running());
            assertThat(running())
                    .as("running, of which %s run on after their lease", runsOn())
                    .isLessThanOrEqualTo(withFaults ? total * (1 + LEASES_IN_AN_ATTEMPT) : total);
        }
    }

    /// Starts as many attempts as its lease allows, and asks for more.
    private static final class Owner implements Duty {
        private final World world;
        private final Node node;
        private final String life;
        private final QuotaLease lease;
        private final Wakeup wakeup;
        private int demand;

        Owner(World world, Node node) {
            this.world = world;
            this.node = node;
            this.life = node.name() + "-" + ++world.lives;
            this.lease = new QuotaLease(life, PATIENCE);
            this.wakeup = node.time().newWakeup();
            world.owners.put(life, this);
        }

        @Override
        public String name() {
            return "owner";
        }

        @Override
        public Next step() {
            long now = world.simulation.time().nanoTime();
            int used = world.runningOf(life);
            int units = lease.units(now);
            if (world.draw.chance(0.1)) {
                demand = world.draw.intBetween(0, 20);
            }
            for (; used < Math.min(units, demand); used++) {
                long takes = world.draw
                        .duration(Duration.ofMillis(10), LONGEST_ATTEMPT)
                        .toNanos();
                world.attempts.add(new Attempt(life, now + takes));
            }
            if (lease.mustAsk(demand, now)) {
                QuotaBank.Question question = lease.ask(used, demand, now);
                world.network.send(node, world.bankNode, "ask", () -> answer(question));
            }
            return new Next.OnWakeup(wakeup, Duration.ofMillis(world.draw.intBetween(20, 400)));
        }

        private void answer(QuotaBank.Question question) {
            world.bank
                    .ask(question, world.simulation.time().nanoTime())
                    .ifPresent(grant -> world.network.send(world.bankNode, node, "grant", () -> lease.granted(grant)));
        }
    }

    private static World run(Seed seed, boolean withFaults) {
        World world = new World(seed);
        List<Node> nodes = new ArrayList<>();
        int owners = world.draw.intBetween(2, 5);
        for (int i = 0; i < owners; i++) {
            nodes.add(world.simulation.node("owner" + i, node -> List.of(new Owner(world, node))));
        }
        world.simulation.invariant(withFaults ? "bounded" : "exact", () -> world.check(withFaults));
        if (!withFaults) {
            world.faults.heal();
        }
        trouble(world, nodes);
        world.simulation.runFor(Duration.ofMinutes(3));
        world.faults.heal();
        world.network.restore();
        nodes.stream().filter(node -> !node.isUp()).forEach(Node::restart);
        return world;
    }

    private static void trouble(World world, List<Node> nodes) {
        world.simulation.at(Duration.ofSeconds(1), "chance", () -> {
            Node node = world.draw.oneOf(nodes);
            if (node.isUp() && world.faults.strikes("owner.crash")) {
                node.kill();
                world.owners.keySet().removeIf(life -> life.startsWith(node.name() + "-"));
                world.simulation.at(Duration.ofSeconds(3), "boot", () -> {
                    if (!node.isUp()) {
                        node.restart();
                    }
                });
            } else if (world.faults.strikes("owner.cut")) {
                world.network.cut(node, world.bankNode);
                world.network.cut(world.bankNode, node);
                world.simulation.at(
                        Duration.ofSeconds(world.draw.intBetween(1, 30)), "restore", world.network::restore);
            }
            trouble(world, nodes);
        });
    }

    @Seeded(runs = 30)
    void whatMayBeUsedIsNeverMoreThanTheTotalAndWhatRunsOnIsBounded(Seed seed) {
        World world = run(seed, true);
        // All are heard of again: everything can be used, and nobody is left out.
        world.owners.values().forEach(owner -> owner.demand = 20);
        world.simulation.runFor(Duration.ofMinutes(2));
        world.simulation.finish();
        assertThat(world.mostRunning).isPositive();
    }

    @Seeded(runs = 20)
    void withoutFaultsTheTotalIsNeverExceededAndIsUsedUp(Seed seed) {
        World world = run(seed, false);
        assertThat(world.mostRunning).isLessThanOrEqualTo(world.total);
        world.simulation.runFor(Duration.ofMinutes(5));
        assertThat(world.mostRunning).isLessThanOrEqualTo(world.total);
        int demand = world.owners.values().stream().mapToInt(owner -> 20).sum();
        assertThat(world.mostRunning).isGreaterThan(Math.min(world.total, demand) / 2);
        world.simulation.finish();
    }
}
