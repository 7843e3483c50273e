package atoll.simulate.ledger;

import atoll.base.error.AtollException;
import atoll.base.lifecycle.Duty;
import atoll.base.time.Deadline;
import atoll.testkit.seed.Draw;
import atoll.testkit.sim.Node;
import atoll.work.DeliveryId;
import atoll.work.ledger.state.State;
import atoll.work.owner.WorkOwner;
import java.time.Duration;
import java.util.List;

/// A person at a node who now and then retries or drops something, and believes what he is answered.
final class Operator implements Duty {
    private static final List<State> INTERESTING = List.of(State.DEAD, State.RETRY, State.WAITING, State.READY);

    private final World world;
    private final Node node;
    private final WorkOwner owner;
    private final Draw draw;
    private int said;

    Operator(World world, Node node, WorkOwner owner) {
        this.world = world;
        this.node = node;
        this.owner = owner;
        this.draw = new Draw(node.randomness());
    }

    @Override
    public String name() {
        return "operator";
    }

    @Override
    public Next step() throws InterruptedException {
        if (!world.isHealed()) {
            command();
        }
        return new Next.OnWakeup(node.time().newWakeup(), draw.duration(Duration.ofSeconds(2), Duration.ofSeconds(8)));
    }

    private void command() throws InterruptedException {
        int partition = draw.intBetween(0, World.PARTITIONS - 1);
        List<Fact> choice = world.model(partition).inState(draw.oneOf(INTERESTING));
        if (choice.isEmpty()) {
            return;
        }
        Fact fact = draw.oneOf(choice);
        DeliveryId id = new DeliveryId(partition, fact.offset);
        String by = node.name() + "-" + node.incarnation() + "-" + ++said;
        boolean retry = draw.chance(0.7);
        try {
            Deadline deadline = Deadline.after(node.time(), Duration.ofSeconds(5));
            boolean done = retry ? owner.retry(id, by, deadline) : owner.drop(id, by, deadline);
            if (done) {
                world.happened(retry ? "acknowledged retries" : "acknowledged drops");
                check(id, by, retry);
            }
        } catch (AtollException e) {
            world.happened("commands without an answer");
        }
    }

    private void check(DeliveryId id, String by, boolean retry) {
        PartitionModel model = world.model(id.partition());
        State state = model.fact(id.offset()).state;
        boolean holds = model.hasCommand(by) || (!retry && state == State.DROPPED);
        if (!holds) {
            throw new AssertionError("the command '" + by + "' about " + id + " was acknowledged but is not recorded");
        }
    }
}
