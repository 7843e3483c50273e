package atoll.testkit.sim;

import atoll.base.id.Randomness;
import atoll.base.lifecycle.Duty;
import atoll.testkit.time.NodeTime;
import java.time.Duration;
import java.util.List;

/// One process of the simulated world, on a machine with a clock of its own.
///
/// What must outlive a crash is not here but in what the boot function closes over. All methods belong to the
/// simulation's thread.
public final class Node {
    private final Simulation simulation;
    private final String name;
    private final Boot boot;
    private final NodeTime time;
    private final Randomness randomness;
    private int incarnation;
    private boolean up;

    Node(Simulation simulation, String name, Boot boot, Randomness randomness) {
        this.simulation = simulation;
        this.name = name;
        this.boot = boot;
        this.time = simulation.time().node();
        this.randomness = randomness;
    }

    /// Builds a process and returns its duties. Called at the start and after each restart.
    @FunctionalInterface
    public interface Boot {
        List<? extends Duty> start(Node node);
    }

    public String name() {
        return name;
    }

    /// This machine's time; hand it to everything the node runs.
    public NodeTime time() {
        return time;
    }

    /// This machine's randomness.
    public Randomness randomness() {
        return randomness;
    }

    public boolean isUp() {
        return up;
    }

    /// Counts starts: whoever remembers the number can tell whether the process is still the same.
    public int incarnation() {
        return incarnation;
    }

    /// One more duty for the running process.
    public void add(Duty duty) {
        simulation.add(this, duty);
    }

    /// Runs something in this process after a while, unless it has been killed by then.
    public void after(Duration delay, String what, Runnable action) {
        int scheduledBy = incarnation;
        simulation.at(delay, name + ": " + what, () -> {
            if (up && incarnation == scheduledBy) {
                action.run();
            }
        });
    }

    /// Ends the process at once, as SIGKILL would. If one of its duties is on the stack, it is unwound when it next
    /// waits.
    public void kill() {
        if (up) {
            up = false;
            simulation.drop(this);
            simulation.note(name + " killed");
        }
    }

    /// Ends the process in the middle of its own step: nothing behind this call is carried out.
    public NodeKilled killNow() {
        kill();
        throw new NodeKilled(name);
    }

    /// Boots the process again (killing it first if it runs).
    public void restart() {
        kill();
        start();
    }

    void start() {
        incarnation++;
        up = true;
        simulation.note(name + " boots, incarnation " + incarnation);
        boot.start(this).forEach(this::add);
    }
}
