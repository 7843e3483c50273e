package atoll.simulate.ledger;

import atoll.base.lifecycle.Duty;
import atoll.index.MemoryIndex;
import atoll.simulate.run.Report;
import atoll.testkit.seed.Draw;
import atoll.testkit.seed.Seed;
import atoll.testkit.sim.Faults;
import atoll.testkit.sim.Node;
import atoll.testkit.sim.Simulation;
import atoll.work.DeliveryLog;
import atoll.work.ledger.PartitionLedger;
import atoll.work.ledger.state.CountKey;
import atoll.work.ledger.state.Lanes;
import atoll.work.ledger.state.State;
import atoll.work.limit.LimitDefaults;
import atoll.work.limit.Limits;
import atoll.work.limit.Quotas;
import atoll.work.owner.WorkMetrics;
import atoll.work.owner.WorkOwner;
import atoll.work.policy.PolicyLog;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Several owners share four work partitions of one log, while everything that can fail does; see docs/simulation.md.
public final class LedgerScenario {
    private static final int DELIVERIES = 160;
    private static final Duration CALM_WITHIN = Duration.ofMinutes(30);
    private static final Duration CALM_SLICE = Duration.ofSeconds(10);
    private static final int CALM_SLICES = 180;
    private static final int AUDITS = 20;
    private static final List<State> PENDING =
            List.of(State.NEW, State.WAITING, State.RETRY, State.READY, State.CLAIMED);

    private final long number;
    private final Simulation simulation;
    private final Faults faults;
    private final World world;
    private final Draw draw;
    private final List<String> names;
    private final Owners owners;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, WorkOwner> running = new HashMap<>();
    private final Map<String, Auditor> auditors = new HashMap<>();

    public LedgerScenario(long number) {
        this.number = number;
        Seed seed = new Seed(number);
        this.simulation = new Simulation("ledger", seed).stepLimit(200_000);
        this.faults = simulation.faults();
        this.world = new World(simulation, seed);
        this.draw = seed.child("script").draw();
        this.names = draw.bool() ? List.of("a", "b") : List.of("a", "b", "c");
        this.owners = new Owners(names, World.PARTITIONS);
    }

    /// Runs it: a time of faults, a time in which all must come right, and the final account.
    public Report run() {
        allowFaults();
        simulation.invariant("every record is possible, right and true", world::models);
        simulation.node("log", node -> List.of(new FaultyLog(world.log(), node, faults)));
        for (String name : names) {
            nodes.add(simulation.node(name, this::boot));
        }
        List<Admission> admissions = new ArrayList<>();
        simulation.node("admission", node -> {
            Admission admission = new Admission(
                    world.log(), new DeliveryLog(World.PARTITIONS, LimitCheck::sectionOf), node, faults, DELIVERIES);
            admissions.add(admission);
            return List.of(admission);
        });
        scheduleFaults();
        simulation.runFor(Duration.ofMinutes(1));
        heal();
        simulation.runUntil("all is handed over", () -> admissions.getFirst().isOver(), CALM_WITHIN);
        runUntilNothingIsPending();
        admissions.getFirst().oneMoreForEachWiki();
        simulation.runUntil(
                "the last are handed over", () -> admissions.getFirst().isOver(), CALM_WITHIN);
        runUntilNothingIsPending();
        simulation.runUntil("all partitions are owned", this::allAreReady, Duration.ofMinutes(5));
        runUntilAudited();
        simulation.atEnd("balance is zero", this::balance);
        simulation.atEnd("each failure is announced once", this::announced);
        simulation.atEnd("a fresh fold has the same counts", this::freshFold);
        simulation.finish();
        world.models().forEach(model -> model.facts().values().forEach(fact -> world.happened(fact.state.label())));
        world.models().forEach(model -> {
            world.happened("carried", model.restated());
            world.happened("trimmed", model.trimmedTo());
        });
        return new Report(number, simulation.steps(), simulation.traceHash(), faults.counts(), world.events());
    }

    private void allowFaults() {
        FaultyLog.allow(faults);
        SimulatedExecutor.allow(faults);
        Admission.allow(faults);
        faults.allow("node.crash", 0.06)
                .allow("node.drains", 0.04)
                .allow("index.falls-back", 0)
                .allow("clock.steps", 0.1)
                .allow("owner.changes", 0.15)
                .allow("owner.zombie", 0.5)
                .allow("replicas.lag", 0.05)
                .allow("wiki.read-only", 0.1)
                .allow("wiki.unreachable", 0.1);
    }

    private List<Duty> boot(Node node) {
        PolicyLog policies = PolicyLog.open(world.log(), LimitCheck.CONFIGURED, node.time());
        WorkOwner owner = new WorkOwner(
                new WorkOwner.Ports(
                        world.log(),
                        world.index(node.name()),
                        node.time(),
                        new SimulatedExecutor(world, node, faults),
                        (_, _, wiki) -> world.wikis().closed(wiki),
                        owners.of(node.name()),
                        world.announcements(),
                        new Limits.Ports(
                                policies,
                                LimitDefaults.ADAPTIVE,
                                LimitCheck::sectionOf,
                                world.wikis()::isBehind,
                                Quotas.WHOLE)),
                world.config(),
                () -> Rules.POLICIES,
                new WorkMetrics(new SimpleMeterRegistry()));
        Auditor auditor = new Auditor(node, owner);
        running.put(node.name(), owner);
        auditors.put(node.name(), auditor);
        return List.of(
                owner,
                new Operator(world, node, owner),
                policies.follower(),
                new PolicyMaker(world, node, policies),
                auditor);
    }

    // ---- faults by script ------------------------------------------------------------------------------------------

    /// Ten times a second chance has an opportunity.
    private void scheduleFaults() {
        simulation.at(Duration.ofMillis(500), "chance", () -> {
            if (world.isHealed()) {
                return;
            }
            Node node = draw.oneOf(nodes);
            if (faults.strikes("node.crash")) {
                world.crash(node);
            } else if (node.isUp() && faults.strikes("node.drains")) {
                drain(node);
            }
            if (faults.strikes("clock.steps")) {
                draw.oneOf(nodes).time().stepClock(Duration.ofMillis(draw.longBetween(-20_000, 20_000)));
            }
            if (faults.strikes("owner.changes")) {
                changeOwner(draw.intBetween(0, World.PARTITIONS - 1), draw.oneOf(names));
            }
            wikiFault("wiki.read-only", world.wikis()::readOnly);
            wikiFault("replicas.lag", world.wikis()::lags);
            wikiFault("wiki.unreachable", world.wikis()::unreachable);
            scheduleFaults();
        });
    }

    private interface Switch {
        void set(String wiki, boolean on);
    }

    private void wikiFault(String fault, Switch of) {
        if (faults.strikes(fault)) {
            String wiki = draw.oneOf(Wikis.NAMES);
            of.set(wiki, true);
            simulation.at(
                    draw.duration(Duration.ofSeconds(1), Duration.ofSeconds(12)),
                    wiki + " is back",
                    () -> of.set(wiki, false));
        }
    }

    private void drain(Node node) {
        WorkOwner owner = running.get(node.name());
        if (owner == null) {
            return;
        }
        world.models().forEach(PartitionModel::handBackAllowed);
        owner.drain();
        node.after(Duration.ofSeconds(8), "restart after drain", node::restart);
    }

    private void changeOwner(int partition, String to) {
        String before = owners.owner(partition);
        owners.move(partition, to);
        boolean zombie = faults.strikes("owner.zombie");
        Duration lag = zombie ? draw.duration(Duration.ofSeconds(1), Duration.ofSeconds(15)) : Duration.ZERO;
        simulation.at(lag, before + " learns of " + partition, () -> owners.learn(before, partition));
        simulation.at(
                draw.duration(Duration.ZERO, Duration.ofSeconds(2)),
                to + " learns of " + partition,
                () -> owners.learn(to, partition));
    }

    private void heal() {
        world.heal();
        faults.heal();
        owners.heal();
        for (String wiki : Wikis.NAMES) {
            world.wikis().readOnly(wiki, false);
            world.wikis().unreachable(wiki, false);
            world.wikis().lags(wiki, false);
        }
        for (Node node : nodes) {
            node.time()
                    .stepClock(Duration.between(
                            node.time().instant(), simulation.time().instant()));
            faults.happened("clock.steps");
        }
    }

    // ---- the final account -----------------------------------------------------------------------------------------

    /// In slices, so that a failure can say what is left.
    private void runUntilNothingIsPending() {
        for (int slice = 0; slice < CALM_SLICES && !nothingIsPending(); slice++) {
            simulation.runFor(CALM_SLICE);
        }
        simulation.runUntil("nothing is pending: " + pending(), this::nothingIsPending, Duration.ZERO);
    }

    private List<Fact> pending() {
        List<Fact> pending = new ArrayList<>();
        for (PartitionModel model : world.models()) {
            PENDING.forEach(state -> pending.addAll(model.inState(state)));
        }
        return pending;
    }

    private boolean nothingIsPending() {
        return pending().isEmpty();
    }

    private boolean allAreReady() {
        return nodes.stream().allMatch(Node::isUp) && running.values().stream().allMatch(WorkOwner::isReady);
    }

    /// An owner that was fenced finds out late, and takes its partition back after a while.
    private void runUntilAudited() {
        for (int i = 0; i < AUDITS; i++) {
            auditors.values().forEach(Auditor::ask);
            simulation.runUntil("audited", () -> auditors.values().stream().allMatch(Auditor::hasAnswer), CALM_WITHIN);
            if (imbalance().isEmpty()) {
                return;
            }
            simulation.runFor(CALM_SLICE);
        }
    }

    private void balance() {
        if (!imbalance().isEmpty()) {
            throw new AssertionError(imbalance());
        }
    }

    private void announced() {
        List<String> expected = new ArrayList<>();
        world.models().forEach(model -> expected.addAll(model.setbacks()));
        List<String> found = new ArrayList<>(world.announced());
        Collections.sort(expected);
        Collections.sort(found);
        if (!found.equals(expected)) {
            throw new AssertionError(found.size() + " failures were announced, " + expected.size() + " recorded");
        }
    }

    private String imbalance() {
        Map<CountKey, Map<State, Long>> expected = new HashMap<>();
        world.models().forEach(model -> count(model, expected));
        Map<CountKey, Map<State, Long>> live = new HashMap<>();
        auditors.values()
                .forEach(auditor -> auditor.answer().forEach((key, counts) -> {
                    Map<State, Long> row = live.computeIfAbsent(key, _ -> new HashMap<>());
                    counts.forEach((state, count) -> row.merge(state, count, Long::sum));
                }));
        return difference("the owners'", live, expected);
    }

    private void freshFold() {
        for (int i = 0; i < World.PARTITIONS; i++) {
            PartitionLedger fresh = new PartitionLedger(i, world.log(), new MemoryIndex(), Lanes.NONE);
            Map<CountKey, Map<State, Long>> folded = new HashMap<>();
            fresh.queries().counts().forEach((key, counts) -> folded.put(key, counts.asMap()));
            Map<CountKey, Map<State, Long>> expected = new HashMap<>();
            count(world.model(i), expected);
            String difference = difference("a fresh owner's", folded, expected);
            if (!difference.isEmpty()) {
                throw new AssertionError(difference);
            }
        }
    }

    private void count(PartitionModel model, Map<CountKey, Map<State, Long>> into) {
        for (Fact fact : model.facts().values()) {
            CountKey key = new CountKey(
                    fact.delivery.source().topic(), fact.delivery.rule(), fact.delivery.type(), fact.delivery.wiki());
            into.computeIfAbsent(key, _ -> new HashMap<>()).merge(fact.state, 1L, Long::sum);
        }
    }

    /// What is finished may be forgotten, but stays counted.
    private String difference(
            String whose, Map<CountKey, Map<State, Long>> found, Map<CountKey, Map<State, Long>> expected) {
        StringBuilder differences = new StringBuilder();
        expected.forEach((key, counts) -> {
            Map<State, Long> other = found.getOrDefault(key, Map.of());
            for (State state : State.values()) {
                long wanted = counts.getOrDefault(state, 0L);
                long got = other.getOrDefault(state, 0L);
                if (got != wanted) {
                    differences
                            .append(whose)
                            .append(" count of ")
                            .append(state)
                            .append(" for ")
                            .append(key);
                    differences
                            .append(" is ")
                            .append(got)
                            .append(", the ledger says ")
                            .append(wanted)
                            .append("; ");
                }
            }
        });
        return differences.toString();
    }
}
