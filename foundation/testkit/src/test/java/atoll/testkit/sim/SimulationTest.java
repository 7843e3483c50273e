package atoll.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.lifecycle.Duty;
import atoll.base.lifecycle.Duty.Next;
import atoll.base.time.SystemTime;
import atoll.base.time.Wakeup;
import atoll.testkit.seed.Seed;
import atoll.testkit.seed.Seeded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SimulationTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private final Simulation simulation = new Simulation("sample", new Seed(1));

    @Seeded(runs = 50)
    void sameSeedGivesTheSameTrace(Seed seed) {
        assertThat(busyWorld(seed)).isEqualTo(busyWorld(seed));
        assertThat(busyWorld(seed)).isNotEqualTo(busyWorld(new Seed(seed.value() + 1)));
    }

    @Test
    void timeJumpsToTheNextDeadline() {
        AtomicInteger ticks = new AtomicInteger();
        simulation.node("a", node -> List.of(everyHour(node, ticks)));
        simulation.runFor(Duration.ofDays(10));
        assertThat(ticks.get()).isBetween(239, 241);
        assertThat(simulation.steps()).isEqualTo(ticks.get());
    }

    @Test
    void signalWakesADutyBeforeItsDeadline() {
        List<Long> wokenAt = new ArrayList<>();
        simulation.node("a", node -> {
            Wakeup wakeup = node.time().newWakeup();
            node.after(SECOND, "signal", wakeup::signal);
            return List.of(duty("sleeper", () -> {
                wokenAt.add(node.time().nanoTime());
                return new Next.OnWakeup(wakeup, Duration.ofHours(1));
            }));
        });
        simulation.runFor(Duration.ofMinutes(1));
        assertThat(wokenAt).hasSize(2);
        assertThat(wokenAt.get(1))
                .isBetween(SECOND.toNanos(), SECOND.plusMillis(1).toNanos());
    }

    @Test
    void killedNodeStepsNoMoreAndRestartBootsItAgain() {
        AtomicInteger ticks = new AtomicInteger();
        List<Integer> boots = new ArrayList<>();
        Node node = simulation.node("a", booted -> {
            boots.add(booted.incarnation());
            booted.after(Duration.ofHours(5), "late", () -> ticks.addAndGet(1000));
            return List.of(everyHour(booted, ticks));
        });
        simulation.at(Duration.ofMinutes(150), "crash", node::kill);
        simulation.runFor(Duration.ofHours(10));
        assertThat(ticks).hasValue(3);
        assertThat(node.isUp()).isFalse();
        node.restart();
        simulation.runFor(SECOND);
        assertThat(ticks).hasValue(4);
        assertThat(boots).containsExactly(1, 2);
    }

    @Test
    void nodeCanDieInTheMiddleOfAStep() {
        AtomicBoolean reached = new AtomicBoolean();
        Node node = simulation.node(
                "a",
                booted -> List.of(duty("dies", () -> {
                    if (booted.incarnation() == 1) {
                        throw booted.killNow();
                    }
                    reached.set(true);
                    return Next.FINISHED;
                })));
        simulation.runFor(SECOND);
        assertThat(node.isUp()).isFalse();
        assertThat(reached).isFalse();
        node.restart();
        simulation.runFor(SECOND);
        assertThat(reached).isTrue();
    }

    @Test
    void waitingInsideAStepLetsOthersRun() {
        List<String> order = new ArrayList<>();
        simulation.node("a", node -> {
            Wakeup answer = node.time().newWakeup();
            return List.of(
                    duty("asks", () -> {
                        order.add(answer.await(SECOND) ? "answered" : "timed out");
                        return Next.FINISHED;
                    }),
                    duty("answers", () -> {
                        order.add("answering");
                        answer.signal();
                        return Next.FINISHED;
                    }));
        });
        simulation.runFor(Duration.ofSeconds(5));
        assertThat(order).containsExactlyInAnyOrder("answering", "answered");
    }

    @Test
    void waitingInsideAStepEndsWithItsDeadlineOrItsNode() {
        List<String> seen = new ArrayList<>();
        Node node = simulation.node(
                "a",
                booted -> List.of(duty("waits", () -> {
                    seen.add(booted.time().newWakeup().await(SECOND) ? "signalled" : "timed out");
                    return Next.NOW;
                })));
        simulation.at(Duration.ofMillis(2500), "crash", node::kill);
        simulation.runFor(Duration.ofSeconds(9));
        assertThat(seen).containsExactly("timed out", "timed out");
    }

    @Test
    void repeatsAStepThatFailsForAReasonThatMayPass() {
        AtomicInteger attempts = new AtomicInteger();
        simulation.node(
                "a",
                _ -> List.of(duty("unlucky", () -> {
                    if (attempts.incrementAndGet() < 4) {
                        throw new AtollException(ErrorKind.UNAVAILABLE, "the disk is full");
                    }
                    return Next.FINISHED;
                })));
        simulation.runFor(Duration.ofMillis(690));
        assertThat(attempts).hasValue(3);
        simulation.runFor(Duration.ofMillis(20));
        assertThat(attempts).hasValue(4);
    }

    @Test
    void bugInAStepEndsTheRun() {
        simulation.node(
                "a",
                _ -> List.of(duty("buggy", () -> {
                    throw new IllegalStateException("cannot happen");
                })));
        assertThatThrownBy(() -> simulation.runFor(SECOND))
                .isInstanceOf(SimulationFailure.class)
                .hasMessageContaining("a/buggy does not throw")
                .hasRootCauseMessage("cannot happen");
    }

    @Test
    void violatedInvariantNamesSeedStepFaultsAndReplayCommand() {
        AtomicInteger ticks = new AtomicInteger();
        simulation.faults().allow("disk.torn", 0.5);
        simulation.faults().happened("disk.torn");
        simulation.node("a", node -> List.of(everyHour(node, ticks)));
        simulation.invariant(
                "fewer than 300 ticks", () -> assertThat(ticks.get()).isLessThan(300));
        SimulationFailure failure =
                catchThrowableOfType(SimulationFailure.class, () -> simulation.runFor(Duration.ofDays(100)));
        assertThat(failure.violated()).isEqualTo("fewer than 300 ticks");
        assertThat(failure.step()).isEqualTo(300);
        assertThat(failure)
                .hasMessageContaining("violated: fewer than 300 ticks")
                .hasMessageContaining("seed 1, step 300, virtual time PT299H")
                .hasMessageContaining("faults injected: disk.torn 1")
                .hasMessageContaining("./atoll simulate sample --seed 1\n")
                .hasMessageContaining("300 +299H");
        assertThat(String.valueOf(failure.getMessage()).lines().filter(line -> line.contains("a/ticker")))
                .hasSize(Trace.KEPT);
    }

    @Test
    void runThatDoesNotComeToRestEnds() {
        simulation.stepLimit(1000).node("a", _ -> List.of(duty("spins", () -> Next.NOW)));
        assertThatThrownBy(() -> simulation.runFor(Duration.ofDays(1))).hasMessageContaining("at most 1000 steps");
    }

    @Test
    void runUntilFailsWhenTheConditionStaysFalse() {
        assertThatThrownBy(() -> simulation.runUntil("balance is zero", () -> false, SECOND))
                .isInstanceOf(SimulationFailure.class)
                .hasMessageContaining("'balance is zero' within PT1S");
    }

    @Test
    void finishChecksWhatMustHoldAtTheEnd() {
        simulation.atEnd("all done", () -> assertThat(simulation.steps()).isPositive());
        assertThatThrownBy(simulation::finish).hasMessageContaining("violated: all done");
        simulation.at(SECOND, "something", () -> {});
        simulation.runFor(Duration.ofSeconds(2));
        simulation.finish();
        assertThat(simulation.report()).isEqualTo("sample seed 1: 1 steps, 2000 ms virtual, faults: none");
    }

    @Test
    void refusesRealTime() {
        simulation.node("a", _ -> List.of(duty("real", () -> new Next.OnWakeup(new SystemTime().newWakeup(), SECOND))));
        assertThatThrownBy(() -> simulation.runFor(SECOND)).hasMessageContaining("another time source");
    }

    @Test
    void everyDutyGetsItsTurn() {
        AtomicInteger quiet = new AtomicInteger();
        simulation.node(
                "a",
                _ -> List.of(duty("spins", () -> Next.NOW), duty("quiet", () -> {
                    quiet.incrementAndGet();
                    return Next.NOW;
                })));
        simulation.runUntil("1000 steps", () -> simulation.steps() == 1000, SECOND);
        assertThat(quiet.get()).isBetween(400, 600);
    }

    private static long busyWorld(Seed seed) {
        Simulation world = new Simulation("busy", seed);
        world.faults().allow(SimulatedNetwork.LOSS, 0.1).allow(SimulatedNetwork.DUPLICATE, 0.1);
        SimulatedNetwork network = new SimulatedNetwork(world, Duration.ofMillis(1), Duration.ofMillis(20));
        AtomicInteger received = new AtomicInteger();
        Node sink = world.node("sink", node -> List.of(everyHour(node, new AtomicInteger())));
        for (int i = 0; i < 3; i++) {
            world.node(
                    "source" + i,
                    node -> List.of(duty("sends", () -> {
                        network.send(
                                node, sink, "number " + node.randomness().nextLong(100), received::incrementAndGet);
                        return new Next.OnWakeup(
                                node.time().newWakeup(),
                                Duration.ofMillis(node.randomness().nextLong(50)));
                    })));
        }
        world.at(Duration.ofMillis(700), "crash", sink::kill);
        world.at(Duration.ofMillis(800), "restart", sink::restart);
        world.runFor(SECOND);
        assertThat(received.get()).isGreaterThan(50);
        return world.traceHash();
    }

    private static Duty everyHour(Node node, AtomicInteger ticks) {
        Wakeup never = node.time().newWakeup();
        return duty("ticker", () -> {
            ticks.incrementAndGet();
            return new Next.OnWakeup(never, Duration.ofHours(1));
        });
    }

    /// A step that may wait.
    private interface Step {
        Next run() throws InterruptedException;
    }

    private static Duty duty(String name, Step step) {
        return new Duty() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Next step() throws InterruptedException {
                return step.run();
            }
        };
    }
}
