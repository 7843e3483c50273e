package atoll.simulate.ledger;

import atoll.testkit.seed.Draw;
import atoll.testkit.seed.Draw.Weighted;
import atoll.testkit.sim.Faults;
import atoll.testkit.sim.Node;
import atoll.work.Attempt;
import atoll.work.Delivery;
import atoll.work.Outcome;
import atoll.work.RulePolicy;
import atoll.work.ledger.PartitionLedger;
import atoll.work.owner.Dispatcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Carries attempts out in virtual time, with every kind of outcome, and checks each as it starts. Lives and dies with
/// its node.
final class SimulatedExecutor implements Dispatcher {
    /// Event ids of deliveries whose attempts kill their owner begin so.
    static final String POISON = "poison-";

    private static final List<Weighted<String>> OUTCOMES = List.of(
            new Weighted<>(64, "done"),
            new Weighted<>(4, "ignored"),
            new Weighted<>(20, "failed"),
            new Weighted<>(4, "rejected"),
            new Weighted<>(5, "lane"));

    private final World world;
    private final Node node;
    private final Faults faults;
    private final Draw draw;
    private final List<Running> running = new ArrayList<>();

    private final LimitCheck limits;

    private record Running(Delivery delivery, Fact.Attempted attempt, long leaseEndsNanos) {}

    SimulatedExecutor(World world, Node node, Faults faults) {
        this.world = world;
        this.node = node;
        this.faults = faults;
        this.draw = new Draw(node.randomness());
        this.limits = new LimitCheck(world.policies());
    }

    static void allow(Faults faults) {
        faults.allow("executor.never-answers", 0.01)
                .allow("executor.kills-its-node", 0.01)
                .allow("executor.slow", 0.05);
    }

    @Override
    public void start(Attempt attempt, RulePolicy policy, Report report) {
        Fact fact = world.model(attempt.id().partition()).fact(attempt.id().offset());
        check(attempt, fact, policy);
        Fact.Attempted seen = new Fact.Attempted(attempt.number(), node.time().nanoTime());
        fact.attempts.add(seen);
        world.happened("attempts");
        Running run = new Running(
                attempt.delivery(),
                seen,
                seen.startedNanos
                        + policy.timeout().plus(PartitionLedger.LEASE_MARGIN).toNanos());
        running.add(run);
        boolean poison = attempt.delivery().eventId().startsWith(POISON);
        if (poison) {
            world.happened("poison attempts");
        }
        if (poison || faults.strikes("executor.kills-its-node")) {
            node.after(Duration.ofMillis(1), "killed by " + attempt.id(), () -> world.crash(node));
            return;
        }
        if (faults.strikes("executor.never-answers")) {
            return;
        }
        Duration takes = faults.strikes("executor.slow")
                ? draw.duration(Duration.ofSeconds(10), Duration.ofMinutes(1))
                : draw.duration(Duration.ofMillis(1), Duration.ofMillis(800));
        node.after(takes, "answer to " + attempt.id() + "#" + attempt.number(), () -> {
            running.remove(run);
            Outcome outcome = outcome(attempt);
            seen.label = outcome.label();
            seen.status = outcome.status();
            report.outcome(outcome);
        });
    }

    /// Every status is used once, so that outcomes can be told apart.
    private Outcome outcome(Attempt attempt) {
        int status = world.nextStatus();
        if (world.wikis().isReadOnly(attempt.delivery().wiki())) {
            world.happened("read-only answers");
            return new Outcome.Postponed(status, "read-only", Outcome.Scope.WIKI, Duration.ofSeconds(3));
        }
        return switch (world.isHealed() ? "done" : draw.weighted(OUTCOMES)) {
            case "ignored" -> new Outcome.Ignored(status, "ignored");
            case "failed" -> new Outcome.Failed(status, "failed");
            case "rejected" -> new Outcome.Rejected(status, "rejected");
            case "lane" ->
                new Outcome.Postponed(
                        status,
                        "busy",
                        Outcome.Scope.LANE,
                        draw.duration(Duration.ofMillis(100), Duration.ofSeconds(4)));
            default -> new Outcome.Done(status, "done");
        };
    }

    private void check(Attempt attempt, Fact fact, RulePolicy policy) {
        require(attempt.number() <= fact.claims, "attempt " + attempt + " starts before its claim is durable");
        require(fact.attempt(attempt.number()) == null, "attempt " + attempt.number() + " is started twice: " + fact);
        require(Arrays.equals(attempt.event(), fact.event), "other bytes than were handed over: " + fact);
        require(attempt.delivery().equals(fact.delivery), "another delivery than was handed over: " + fact);
        long now = node.time().nanoTime();
        List<Delivery> underWay = running.stream()
                .filter(run -> run.leaseEndsNanos >= now)
                .map(Running::delivery)
                .toList();
        long same = underWay.stream()
                .filter(other -> other.rule().equals(policy.name()))
                .count();
        require(same < policy.concurrency(), same + " attempts of '" + policy.name() + "' are under way already");
        String section = LimitCheck.sectionOf(attempt.delivery().wiki());
        require(
                world.hasOnePartition(section, attempt.id().partition()),
                "section '" + section + "' is in several partitions");
        limits.starts(attempt.delivery(), underWay, now);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
