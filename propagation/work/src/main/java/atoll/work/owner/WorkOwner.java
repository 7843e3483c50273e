package atoll.work.owner;

import atoll.base.error.AtollException;
import atoll.base.lifecycle.Duty;
import atoll.base.lifecycle.Mailbox;
import atoll.base.time.Deadline;
import atoll.base.time.TimeSource;
import atoll.base.time.Wakeup;
import atoll.index.OrderedIndex;
import atoll.log.EventLog;
import atoll.log.ProducerFenced;
import atoll.work.Announcements;
import atoll.work.DeliveryId;
import atoll.work.DeliveryLog;
import atoll.work.Gate;
import atoll.work.ledger.Reported;
import atoll.work.ledger.Settled;
import atoll.work.limit.Limits;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Steps the partitions this process owns: settles what was recorded, starts the attempts it claimed, decides what came
/// in, lets the fair queues claim, and records.
///
/// A [Duty]: stepped by one thread, never waits; [#ask], [#retry], [#drop], [#drain] and reports are for any thread. It
/// promises: an attempt starts only after its claim is durable; a command is answered after it is; an outcome is
/// recorded at most once; a rule never has more attempts under way than its concurrency.
public final class WorkOwner implements Duty {
    private static final Logger LOG = LoggerFactory.getLogger(WorkOwner.class);
    private static final long FENCED_PAUSE_NANOS = 30_000_000_000L;
    private static final long LOOK_EVERY_NANOS = 1_000_000_000L;
    private static final String WHOSE = "the work engine";

    /// What the owner works on and with.
    public record Ports(
            EventLog log,
            OrderedIndex index,
            TimeSource time,
            Dispatcher dispatcher,
            Gate gate,
            Ownership ownership,
            Announcements announcements,
            Limits.Ports limits) {}

    private final Ports ports;
    private final WorkConfig config;
    private final WorkMetrics metrics;
    private final Supplier<Policies> policies;
    private final Wakeup wakeup;
    private final Map<Integer, OwnedPartition> partitions = new TreeMap<>();
    private final Map<Integer, Long> fencedNanos = new HashMap<>();
    private final Claims claims;
    private final Attempts attempts;
    private final Upkeep upkeep;
    private final Commands commands;
    private final Mailbox<WorkView> mailbox;
    private final WorkView workView;
    private final Troubles troubles;
    private final DeathLog deathLog;
    private volatile boolean draining;
    private volatile boolean ready;
    private long lookedNanos;
    private long drainEndsNanos;

    public WorkOwner(Ports ports, WorkConfig config, Supplier<Policies> policies, WorkMetrics metrics) {
        this.ports = ports;
        this.config = config;
        this.policies = policies;
        this.metrics = metrics;
        this.troubles = new Troubles(ports.time);
        this.deathLog = new DeathLog(ports.time);
        this.wakeup = ports.time.newWakeup();
        this.mailbox = new Mailbox<>(WHOSE, ports.time, wakeup);
        this.commands = new Commands(WHOSE, ports.time, wakeup);
        this.claims = new Claims(ports.gate, new Limits(ports.limits, ports.time, metrics.limits()), partitions);
        this.attempts = new Attempts(ports.dispatcher, ports.time, wakeup, claims, metrics);
        this.upkeep = new Upkeep(config, ports.index, ports.time);
        this.workView = new WorkView(partitions, attempts, claims);
        // Never closed: the owner lives as long as the log, and a wakeup nobody waits for does no harm.
        var _ = ports.log.onAppend(DeliveryLog.TOPIC, wakeup);
        ports.limits.policies().onChange(wakeup);
    }

    @Override
    public String name() {
        return "work-owner";
    }

    /// True once all owned partitions are folded and work goes on.
    public boolean isReady() {
        return ready;
    }

    /// Why partitions cannot do their work at present, one line for each; empty if all can.
    public List<String> troubles() {
        return troubles.lines();
    }

    // ---- from any thread -------------------------------------------------------------------------------------------

    /// Asks a question about the work. It runs on the owner's thread: it must be short and keep nothing it is given.
    public <T> T ask(Function<WorkView, T> question, Deadline deadline) throws InterruptedException {
        return mailbox.ask(question, deadline);
    }

    /// Tries a dead or waiting delivery now, with all its attempts again. False if it is finished, running, or unknown.
    public boolean retry(DeliveryId id, String by, Deadline deadline) throws InterruptedException {
        return commands.carryOut(Command.Kind.RETRY, id, by, deadline);
    }

    /// Drops a delivery that is not finished. False if it is finished, running, or unknown.
    public boolean drop(DeliveryId id, String by, Deadline deadline) throws InterruptedException {
        return commands.carryOut(Command.Kind.DROP, id, by, deadline);
    }

    /// Starts no more attempts; the duty finishes when those under way have ended, or hands them back when time is up.
    public void drain() {
        draining = true;
        commands.close();
        wakeup.signal();
    }

    // ---- one step --------------------------------------------------------------------------------------------------

    @Override
    public Next step() {
        // What is recorded has milliseconds; deciding with the same makes a replay end in the same state.
        Instant now = ports.time.instant().truncatedTo(ChronoUnit.MILLIS);
        claims.policies(policies.get());
        followOwnership(now);
        forEachPartition(partition -> settle(partition, now));
        if (ports.time.nanoTime() - lookedNanos > LOOK_EVERY_NANOS) {
            lookedNanos = ports.time.nanoTime();
            forEachPartition(this::lookForOtherOwners);
        }
        upkeep.step(partitions.values(), now, this::failed);
        takeReports();
        attempts.checkLeases();
        deathLog.step();
        forEachPartition(partition -> decide(partition, now));
        boolean more = !draining && claims.fill(now, attempts::claimed, this::failed);
        forEachPartition(partition -> submit(partition, now));
        mailbox.open(workView);
        metrics.inFlight(attempts.all().size());
        return draining && hasDrained(now) ? finish() : next(more, now);
    }

    private void forEachPartition(Consumer<OwnedPartition> action) {
        List.copyOf(partitions.values()).forEach(action);
    }

    private Next next(boolean more, Instant now) {
        Idle idle = new Idle(now);
        for (OwnedPartition partition : partitions.values()) {
            if (partition.isClosed()) {
                continue;
            }
            if (more || (partition.mayHaveMore() && !draining)) {
                return Next.NOW;
            }
            idle.until(partition.nextDue());
        }
        idle.until(draining ? null : claims.nextAside());
        return new Next.OnWakeup(wakeup, idle.atMost());
    }

    // ---- ownership -------------------------------------------------------------------------------------------------

    private void followOwnership(Instant now) {
        // In order, so that equal circumstances lead to equal decisions.
        Set<Integer> owned = new TreeSet<>(ports.ownership.owned());
        fencedNanos.keySet().retainAll(owned);
        for (int partition : List.copyOf(partitions.keySet())) {
            if (!owned.contains(partition)) {
                lose(partition);
            }
        }
        boolean all = true;
        for (int partition : owned) {
            if (!partitions.containsKey(partition)) {
                all &= !isFenced(partition) && open(partition, now);
            }
        }
        ready = all;
    }

    /// Who is fenced while it believes to own the partition may be a zombie, or the other one is: it asks again later.
    private boolean isFenced(int partition) {
        Long since = fencedNanos.get(partition);
        return since != null && ports.time.nanoTime() - since < FENCED_PAUSE_NANOS;
    }

    private boolean open(int number, Instant now) {
        if (troubles.isFresh(number)) {
            return false;
        }
        try {
            OwnedPartition partition = new OwnedPartition(number, ports, claims.lanesOf(number));
            folded(number, partition, now);
            partitions.put(number, partition);
            troubles.over(number);
            return true;
        } catch (AtollException e) {
            // The other partitions go on.
            claims.forget(number);
            troubles.has(number, e);
            LOG.atWarn()
                    .addKeyValue("partition", number)
                    .addKeyValue("reason", e.getMessage())
                    .log("cannot take partition over");
            return false;
        }
    }

    private void folded(int number, OwnedPartition partition, Instant now) {
        partition.ledger.policies(claims.policies().byName(), claims.policies().hash());
        partition.ledger.releaseClaims(
                (offset, claim) -> runsHere(partition, new DeliveryId(number, offset), claim),
                partition.isInherited(),
                partition.isInherited() ? "its owner ended without an outcome" : "it was not started",
                now);
        claims.load(number, partition.ledger, now);
        partition.ledger.listen();
    }

    private boolean runsHere(OwnedPartition partition, DeliveryId id, int claim) {
        return attempts.isUnderWay(new ClaimId(id, claim)) || partition.hasOutcomeFor(id.offset(), claim);
    }

    private void lose(int number) {
        partitions.remove(number);
        troubles.over(number);
        claims.forget(number);
        attempts.dropUnstarted(number);
        metrics.lost();
    }

    // ---- recording -------------------------------------------------------------------------------------------------

    private void settle(OwnedPartition partition, Instant now) {
        int number = partition.ledger.partition();
        try {
            if (partition.isRefoldDue(ports.time.nanoTime())) {
                partition.refold();
                claims.forget(number);
                folded(number, partition, now);
                troubles.over(number);
                metrics.refolded();
                return;
            }
            if (partition.ledger.settle() instanceof Settled.Recorded recorded) {
                metrics.recorded(recorded.decisions());
                partition.recorded();
                deathLog.died(recorded.deaths());
                troubles.over(number);
                recorded.start().forEach(attempt -> attempts.start(attempt, now));
            }
        } catch (ProducerFenced e) {
            fencedOff(number, e);
        } catch (AtollException e) {
            failed(partition, e);
        }
    }

    /// Who has nothing to record is not told by the fence that he lost the partition, and could keep an old state.
    private void lookForOtherOwners(OwnedPartition partition) {
        if (partition.isClosed()) {
            return;
        }
        try {
            if (partition.ledger.isOvertaken()) {
                fencedOff(partition.ledger.partition(), new ProducerFenced("another owner has written decisions"));
            }
        } catch (AtollException e) {
            failed(partition, e);
        }
    }

    private void decide(OwnedPartition partition, Instant now) {
        if (partition.isClosed()) {
            return;
        }
        try {
            for (int late = partition.decide(now, !draining); late > 0; late--) {
                metrics.late();
            }
        } catch (AtollException e) {
            // Half of a step may be decided: only a fold leads back to a state that is known.
            failed(partition, e);
        }
    }

    private void submit(OwnedPartition partition, Instant now) {
        if (partition.isClosed()) {
            return;
        }
        try {
            partition.submit(now, wakeup);
        } catch (ProducerFenced e) {
            fencedOff(partition.ledger.partition(), e);
        } catch (AtollException e) {
            failed(partition, e);
        }
    }

    private void failed(OwnedPartition partition, AtollException reason) {
        int number = partition.ledger.partition();
        LOG.atWarn()
                .addKeyValue("partition", number)
                .addKeyValue("reason", reason.getMessage())
                .log("decisions were not recorded");
        partition.failed(ports.time.nanoTime());
        troubles.has(number, reason);
        claims.forget(number);
        attempts.dropUnstarted(number);
    }

    private void takeReports() {
        attempts.takeReports(report -> {
            ClaimId claim = report.claim();
            OwnedPartition partition = partitions.get(claim.delivery().partition());
            if (partition == null) {
                metrics.late();
            } else {
                partition.outcome(new Reported(claim.delivery().offset(), claim.number(), report.outcome()));
            }
        });
        commands.takeAll(command -> {
            OwnedPartition partition = partitions.get(command.id().partition());
            if (partition == null) {
                command.answer().give(() -> false);
            } else {
                partition.command(command);
            }
        });
    }

    private void fencedOff(int number, ProducerFenced reason) {
        LOG.atWarn()
                .addKeyValue("partition", number)
                .addKeyValue("reason", reason.getMessage())
                .log("partition has another owner");
        fencedNanos.put(number, ports.time.nanoTime());
        lose(number);
    }

    // ---- stopping --------------------------------------------------------------------------------------------------

    private boolean hasDrained(Instant now) {
        long nanos = ports.time.nanoTime();
        if (drainEndsNanos == 0) {
            drainEndsNanos = nanos + config.drainWithin().toNanos();
        }
        if (isIdle() && attempts.all().isEmpty()) {
            return true;
        }
        if (nanos - drainEndsNanos <= 0) {
            return false;
        }
        forEachPartition(partition -> {
            if (!partition.isClosed()) {
                partition.handBack(now);
                submit(partition, now);
            }
        });
        return isIdle() || nanos - drainEndsNanos > config.drainWithin().toNanos();
    }

    private boolean isIdle() {
        return partitions.values().stream().allMatch(OwnedPartition::isIdle);
    }

    private Next finish() {
        var _ = upkeep.tryFlush(partitions.values());
        return Next.FINISHED;
    }
}
