package atoll.testkit.sim;

import atoll.testkit.seed.Draw;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/// Messages between nodes that may be late, out of order, doubled or lost. It promises nothing else.
///
/// Its faults are `net.loss`, `net.duplicate` and `net.slow` of the simulation's [Faults]; they happen as often as
/// allowed there.
public final class SimulatedNetwork {
    public static final String LOSS = "net.loss";
    public static final String DUPLICATE = "net.duplicate";
    public static final String SLOW = "net.slow";
    private static final int SLOWER = 50;

    private final Simulation simulation;
    private final Draw draw;
    private final Duration minDelay;
    private final Duration maxDelay;
    private final Set<Link> cut = new HashSet<>();

    private record Link(Node from, Node to) {}

    /// A network of which each message takes between the delays given, so that messages overtake each other.
    public SimulatedNetwork(Simulation simulation, Duration minDelay, Duration maxDelay) {
        this.simulation = simulation;
        this.draw = simulation.seed().child("network").draw();
        this.minDelay = minDelay;
        this.maxDelay = maxDelay;
    }

    /// Carries a message. It is lost if the receiver is down when it arrives or has been restarted since it was sent.
    public void send(Node from, Node to, String what, Runnable onArrival) {
        if (cut.contains(new Link(from, to))) {
            simulation.note(from.name() + " > " + to.name() + " cut off: " + what);
            return;
        }
        if (simulation.faults().strikes(LOSS)) {
            simulation.note(from.name() + " > " + to.name() + " lost: " + what);
            return;
        }
        deliver(from, to, what, onArrival);
        if (simulation.faults().strikes(DUPLICATE)) {
            deliver(from, to, what + " (again)", onArrival);
        }
    }

    /// Nothing gets from one node to the other any more, in this direction.
    public void cut(Node from, Node to) {
        cut.add(new Link(from, to));
        simulation.faults().happened("net.cut");
        simulation.note(from.name() + " > " + to.name() + " is cut");
    }

    /// All links carry messages again.
    public void restore() {
        cut.clear();
        simulation.note("all links restored");
    }

    private void deliver(Node from, Node to, String what, Runnable onArrival) {
        Duration delay = draw.duration(minDelay, maxDelay);
        Duration taken = simulation.faults().strikes(SLOW) ? delay.multipliedBy(SLOWER) : delay;
        to.after(taken, "from " + from.name() + ": " + what, onArrival);
    }
}
