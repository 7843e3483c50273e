package atoll.testkit.sim;

import atoll.base.error.AtollException;
import atoll.base.id.Randomness;
import atoll.base.lifecycle.Duty;
import atoll.base.lifecycle.Duty.Next;
import atoll.testkit.seed.Seed;
import atoll.testkit.time.SimWakeup;
import atoll.testkit.time.VirtualTime;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A world on one thread. Everything in it follows from the seed: equal seeds give equal traces.
///
/// **What runs next**: among the duties that said now, or whose wakeup was signalled, or whose time has come, and the
/// scheduled event that is due, one is picked by chance. A step takes some virtual microseconds. When nothing can run,
/// time jumps to the next deadline or event.
///
/// **What goes wrong**: a step that throws an [AtollException] or [UncheckedIOException] is repeated after a pause that
/// doubles, as in production. Any other exception, a violated [Invariant] and the step limit end the run with a
/// [SimulationFailure].
///
/// **Waiting inside a step** lets the other duties run until the signal or the deadline comes. The waiting duty goes on
/// when those that began to wait later have ended theirs, so its wait may take longer than it asked for, never less:
/// duties that wait inside their steps for each other should rather return [Next.OnWakeup]. If its node is killed
/// meanwhile, it is unwound by [NodeKilled].
public final class Simulation {
    private static final long DEFAULT_STEP_LIMIT = 1_000_000;
    private static final int LONGEST_STEP_NANOS = 20_000;

    private final String scenario;
    private final Seed seed;
    private final VirtualTime time = new VirtualTime();
    private final Randomness schedule;
    private final Faults faults;
    private final Trace trace = new Trace();
    private final List<Task> tasks = new ArrayList<>();
    private final Deque<Task> stack = new ArrayDeque<>();
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::atNanos).thenComparingLong(Event::tie));
    private final Map<String, Invariant> invariants = new LinkedHashMap<>();
    private final Map<String, Invariant> validations = new LinkedHashMap<>();
    private boolean inEvent;
    private long steps;
    private long stepLimit = DEFAULT_STEP_LIMIT;

    private record Event(long atNanos, long tie, String what, Runnable action) {}

    /// @param scenario the name under which the command line knows it, for the replay command
    public Simulation(String scenario, Seed seed) {
        this.scenario = scenario;
        this.seed = seed;
        this.schedule = seed.child("schedule").randomness();
        this.faults = new Faults(seed.child("faults").randomness());
        time.onWait(this::waitInStep);
    }

    public Seed seed() {
        return seed;
    }

    /// The world's time, without the errors of any node's clock.
    public VirtualTime time() {
        return time;
    }

    public Faults faults() {
        return faults;
    }

    /// Steps taken so far.
    public long steps() {
        return steps;
    }

    /// Stands for everything that happened so far.
    public long traceHash() {
        return trace.hash();
    }

    /// A run of more steps than this is taken for one that does not come to rest.
    public Simulation stepLimit(long limit) {
        stepLimit = limit;
        return this;
    }

    /// Must hold after every step from now on.
    public Simulation invariant(String name, Invariant invariant) {
        invariants.put(name, invariant);
        return this;
    }

    /// Must hold when [#finish()] is called.
    public Simulation atEnd(String name, Invariant validation) {
        validations.put(name, validation);
        return this;
    }

    /// Adds a node and boots it.
    public Node node(String name, Node.Boot boot) {
        Node node = new Node(this, name, boot, seed.child("node " + name).randomness());
        node.start();
        return node;
    }

    /// Schedules something that happens in the world: a fault, a client's request.
    public void at(Duration delay, String what, Runnable action) {
        events.add(new Event(time.nanosAfter(delay), schedule.nextLong(), what, action));
    }

    /// Adds a line to the trace.
    public void note(String line) {
        trace.add(steps + " +" + Duration.ofNanos(time.nanoTime()).toString().substring(2) + " " + line);
    }

    /// Lets the world run for some virtual time.
    public void runFor(Duration duration) {
        long until = time.nanosAfter(duration);
        while (time.nanoTime() < until) {
            moveOn(until);
        }
    }

    /// Lets the world run until a condition holds; fails if that takes longer than allowed.
    public void runUntil(String what, BooleanSupplier condition, Duration atMost) {
        long until = time.nanosAfter(atMost);
        while (!condition.getAsBoolean()) {
            if (time.nanoTime() >= until) {
                throw failure("'" + what + "' within " + atMost, null);
            }
            moveOn(until);
        }
    }

    /// Checks what must hold at the end.
    public void finish() {
        check(validations);
    }

    /// One line about the run: steps, virtual time, faults injected.
    public String report() {
        return scenario + " seed " + seed.value() + ": " + steps + " steps, "
                + Duration.ofNanos(time.nanoTime()).toMillis() + " ms virtual, faults: "
                + (faults.counts().isEmpty() ? "none" : faults);
    }

    void add(Node node, Duty duty) {
        Task task = new Task(node, duty);
        task.runAgainNow(time.nanoTime());
        tasks.add(task);
    }

    void drop(Node node) {
        tasks.removeIf(task -> task.node() == node);
    }

    /// Takes one step, or lets time jump to the next thing to happen, at the latest to the moment given.
    private void moveOn(long untilNanos) {
        long now = time.nanoTime();
        List<Task> runnable = new ArrayList<>();
        for (Task task : tasks) {
            if (task.isRunnable(now)) {
                runnable.add(task);
            }
        }
        Event next = events.peek();
        boolean eventIsDue = next != null && next.atNanos() <= now;
        int choices = runnable.size() + (eventIsDue ? 1 : 0);
        if (choices == 0) {
            time.advanceTo(Math.min(untilNanos, nextMoment()));
            return;
        }
        int choice = (int) schedule.nextLong(choices);
        if (++steps > stepLimit) {
            throw failure("at most " + stepLimit + " steps", null);
        }
        if (choice < runnable.size()) {
            step(runnable.get(choice));
        } else {
            happen();
        }
        time.advance(Duration.ofNanos(1 + schedule.nextLong(LONGEST_STEP_NANOS)));
        check(invariants);
    }

    private long nextMoment() {
        long earliest = events.isEmpty() ? Long.MAX_VALUE : events.element().atNanos();
        for (Task task : tasks) {
            if (!task.isOnStack()) {
                earliest = Math.min(earliest, task.dueNanos());
            }
        }
        return earliest;
    }

    private void step(Task task) {
        stack.push(task);
        boolean outer = inEvent;
        inEvent = false;
        try {
            Next next = task.step();
            note(task + " " + settle(task, next));
        } catch (SimulationFailure e) {
            throw e;
        } catch (NodeKilled e) {
            note(task + " unwound");
            if (task.isAlive()) {
                throw failure(task + " ends only with its node", e);
            }
        } catch (AtollException | UncheckedIOException e) {
            note(task + " threw " + e.getMessage());
            task.pauseAfterFailure(time.nanoTime());
        } catch (RuntimeException | Error e) {
            if (task.isAlive()) {
                throw failure(task + " does not throw", e);
            }
            note(task + " threw after its end " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(task + " is not interrupted", e);
        } finally {
            inEvent = outer;
            stack.pop();
        }
    }

    private String settle(Task task, Next next) {
        return switch (next) {
            case Next.Now() -> {
                task.runAgainNow(time.nanoTime());
                yield "again";
            }
            case Next.OnWakeup onWakeup -> {
                task.waitFor(onWakeup, time.nanosAfter(onWakeup.atMost()));
                yield "waits " + onWakeup.atMost();
            }
            case Next.Finished() -> {
                tasks.remove(task);
                yield "finished";
            }
        };
    }

    private void happen() {
        Event event = events.remove();
        note("* " + event.what());
        boolean outer = inEvent;
        inEvent = true;
        try {
            event.action().run();
        } catch (SimulationFailure e) {
            throw e;
        } catch (NodeKilled e) {
            note("* unwound: " + e.getMessage());
        } catch (RuntimeException | Error e) {
            throw failure("event '" + event.what() + "' does not throw", e);
        } finally {
            inEvent = outer;
        }
    }

    private void waitInStep(SimWakeup wakeup, long untilNanos) {
        Task waiting = stack.peek();
        if (waiting == null || inEvent) {
            throw new AssertionError(
                    "waiting outside of a duty's step: events and test code must not wait, use runUntil");
        }
        note(waiting + " waits inside its step");
        while (waiting.isAlive() && !wakeup.isSignalled() && time.nanoTime() < untilNanos) {
            moveOn(untilNanos);
        }
        if (!waiting.isAlive()) {
            throw new NodeKilled(waiting.node().name());
        }
    }

    private void check(Map<String, Invariant> claims) {
        claims.forEach((name, claim) -> {
            try {
                claim.check();
            } catch (RuntimeException | AssertionError e) {
                throw failure(name, e);
            }
        });
    }

    private SimulationFailure failure(String violated, @Nullable Throwable cause) {
        String message = "violated: " + violated
                + (cause == null ? "" : "\n  " + cause)
                + "\n  seed " + seed.value() + ", step " + steps + ", virtual time " + Duration.ofNanos(time.nanoTime())
                + "\n  faults injected: " + (faults.counts().isEmpty() ? "none" : faults)
                + "\n  replay: ./atoll simulate " + scenario + " --seed " + seed.value()
                + "\n  last steps (step, virtual time, node/duty and what it said; * is an event):\n"
                + trace.text();
        return new SimulationFailure(violated, steps, message, cause);
    }
}
