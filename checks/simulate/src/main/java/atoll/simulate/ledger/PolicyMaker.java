package atoll.simulate.ledger;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.lifecycle.Duty;
import atoll.base.time.Deadline;
import atoll.testkit.seed.Draw;
import atoll.testkit.sim.Node;
import atoll.work.policy.LimitPolicy;
import atoll.work.policy.LimitPolicy.Concurrency;
import atoll.work.policy.LimitTarget;
import atoll.work.policy.PolicyChange;
import atoll.work.policy.PolicyLog;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A person at a node who changes policies while others do, believes what he is answered, and in the end takes every
/// pause
/// back.
final class PolicyMaker implements Duty {
    private static final LimitTarget LINKS = new LimitTarget("links", "*", "*");
    private static final List<LimitTarget> PAUSED = List.of(
            new LimitTarget("cache", "*", "*"),
            LimitTarget.ofWiki("*", "w4"),
            LimitTarget.ofSection("*", "s1"),
            LimitTarget.ofWiki("cache", "w6"));
    /// Goes on when the type is paused, but not when the type of this very wiki is.
    private static final LimitTarget EXCEPTED = LimitTarget.ofWiki("*", "w6");

    private static final int MOST_LINKS = 4;

    private final World world;
    private final Node node;
    private final PolicyLog policies;
    private final Draw draw;
    private int said;

    PolicyMaker(World world, Node node, PolicyLog policies) {
        this.world = world;
        this.node = node;
        this.policies = policies;
        this.draw = new Draw(node.randomness());
    }

    @Override
    public String name() {
        return "policy-maker";
    }

    @Override
    public Next step() throws InterruptedException {
        if (!world.isHealed()) {
            change(draw.chance(0.5) ? links() : pause());
        } else {
            policies.refresh();
            Optional<PolicyChange> pause = policies.recorded().stream()
                    .filter(change -> change.policy() != null && change.policy().paused() != null)
                    .findFirst();
            if (pause.isPresent()) {
                change(LimitPolicy.of(pause.get().target()));
            }
        }
        return new Next.OnWakeup(node.time().newWakeup(), draw.duration(Duration.ofSeconds(1), Duration.ofSeconds(8)));
    }

    private LimitPolicy links() {
        int max = draw.intBetween(1, MOST_LINKS);
        return LimitPolicy.of(LINKS).withConcurrency(new Concurrency(draw.intBetween(1, max), max));
    }

    /// One that says nothing takes back what was said.
    private LimitPolicy pause() {
        if (draw.chance(0.2)) {
            return LimitPolicy.of(EXCEPTED).withPaused(false);
        }
        LimitPolicy nothing = LimitPolicy.of(draw.oneOf(PAUSED));
        return draw.chance(0.5) ? nothing.withPaused(true) : nothing;
    }

    private void change(LimitPolicy policy) throws InterruptedException {
        String by = node.name() + "-" + node.incarnation() + "-" + ++said;
        PolicyLog.Author author = new PolicyLog.Author(by, "the simulation wants it");
        Deadline deadline = Deadline.after(node.time(), Duration.ofSeconds(5));
        long version = policies.current().version();
        try {
            PolicyChange change = policy.isEmpty()
                    ? policies.remove(policy.target(), author, version, deadline)
                    : policies.set(policy, author, version, deadline);
            world.happened("policy changes");
            check(by, change);
        } catch (AtollException e) {
            world.happened(e.kind() == ErrorKind.CONFLICT ? "policy conflicts" : "policy changes without an answer");
        }
    }

    private void check(String by, PolicyChange change) {
        if (!world.policies().tookEffect(by)) {
            throw new AssertionError("the change '" + change.words() + "' was acknowledged but is not in force");
        }
    }
}
