package atoll.simulate.ledger;

import atoll.base.lifecycle.Duty;
import atoll.base.time.Wakeup;
import atoll.log.memory.MemoryEventLog;
import atoll.testkit.seed.Draw;
import atoll.testkit.sim.Faults;
import atoll.testkit.sim.Node;
import java.time.Duration;

/// The machine of the log: commits what waits after a while, or fails it in one of the ways a log can fail.
final class FaultyLog implements Duty {
    private final MemoryEventLog log;
    private final Node node;
    private final Faults faults;
    private final Draw draw;
    private final Wakeup submitted;
    private final Wakeup never;

    FaultyLog(MemoryEventLog log, Node node, Faults faults) {
        this.log = log;
        this.node = node;
        this.faults = faults;
        this.draw = new Draw(node.randomness());
        this.submitted = node.time().newWakeup();
        this.never = node.time().newWakeup();
        log.whenSubmitted(submitted);
    }

    static void allow(Faults faults) {
        faults.allow("log.slow", 0.03)
                .allow("log.append-lost", 0.015)
                .allow("log.append-unknown", 0.015)
                .allow("log.crash", 0.004)
                .allow("log.refuses", 0.005);
    }

    @Override
    public String name() {
        return "log";
    }

    @Override
    public Next step() {
        if (log.waiting() == 0) {
            return new Next.OnWakeup(submitted, Duration.ofHours(1));
        }
        if (faults.strikes("log.slow")) {
            log.commitStep(1);
            return new Next.OnWakeup(never, draw.duration(Duration.ofMillis(100), Duration.ofSeconds(4)));
        }
        if (faults.strikes("log.append-lost")) {
            log.failStep(false, "the disk failed");
        } else if (faults.strikes("log.append-unknown")) {
            log.failStep(true, "the disk did not answer");
        } else if (faults.strikes("log.crash")) {
            int _ = log.crash();
        } else {
            log.commitStep(draw.intBetween(1, 4));
        }
        if (faults.strikes("log.refuses")) {
            log.refuse("the disk is full");
            node.after(draw.duration(Duration.ofMillis(500), Duration.ofSeconds(5)), "space", () -> log.refuse(null));
        }
        return new Next.OnWakeup(never, draw.duration(Duration.ofNanos(100_000), Duration.ofMillis(3)));
    }
}
