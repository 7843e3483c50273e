package atoll.work.owner;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.lifecycle.Duty;
import atoll.base.time.Deadline;
import atoll.base.time.TimeSource;
import atoll.base.time.Wakeup;
import atoll.index.OrderedIndex;
import atoll.log.EventLog;
import atoll.log.LogUnavailable;
import atoll.log.ProducerFenced;
import atoll.work.Attempt;
import atoll.work.DeliveryId;
import atoll.work.DeliveryLog;
import atoll.work.Gate;
import atoll.work.Outcome;
import atoll.work.RulePolicy;
import atoll.work.ledger.PartitionLedger;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Steps the partitions this process owns: settles what was recorded, starts the attempts it claimed, decides what came
/// in, lets the fair queues claim, and records.
///
/// A [Duty]: stepped by one thread, never waits. [#ask], [#retry], [#drop], [#drain] and attempts' reports may come
/// from
/// any thread. What it promises: an attempt starts only after its claim is durable; a command is answered after it is;
/// an outcome is recorded at most once; a rule never has more attempts under way than its concurrency.
public final class WorkOwner implements Duty {
    private static final Logger LOG = LoggerFactory.getLogger(WorkOwner.class);
    private static final Duration LONGEST_IDLE = Duration.ofSeconds(1);
    private static final long CHECK_EVERY_NANOS = 1_000_000_000L;
    private static final int COMMANDS_WAITING = 10_000;

    /// What the owner works on and with.
    public record Ports(
            EventLog log, OrderedIndex index, TimeSource time, Dispatcher dispatcher, Gate gate, Ownership ownership) {}

    private record Finished(DeliveryId id, int number, Outcome outcome) {}

    private final Ports ports;
    private final WorkConfig config;
    private final WorkMetrics metrics;
    private final Supplier<Policies> policies;
    private final Wakeup wakeup;
    private final Map<Integer, OwnedPartition> partitions = new TreeMap<>();
    private final Set<Integer> fenced = new HashSet<>();
    private final Map<DeliveryId, InFlight> inFlight = new HashMap<>();
    private final Claims claims;
    private final Upkeep upkeep;
    private final ConcurrentLinkedQueue<Finished> finished = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Command> commands = new ConcurrentLinkedQueue<>();
    private final Mailbox<WorkView> mailbox;
    private final WorkView workView;
    private volatile boolean draining;
    private volatile boolean ready;
    private long checkedNanos;
    private long drainEndsNanos;
    private boolean handedBack;

    public WorkOwner(Ports ports, WorkConfig config, Supplier<Policies> policies, WorkMetrics metrics) {
        this.ports = ports;
        this.config = config;
        this.policies = policies;
        this.metrics = metrics;
        this.wakeup = ports.time.newWakeup();
        this.mailbox = new Mailbox<>(wakeup);
        this.claims = new Claims(ports.gate, partitions);
        this.upkeep = new Upkeep(config, ports.index, ports.time);
        this.workView = new WorkView(partitions, inFlight, claims);
        // Never closed: the owner lives as long as the log, and a wakeup nobody waits for does no harm.
        var _ = ports.log.onAppend(DeliveryLog.TOPIC, wakeup);
    }

    @Override
    public String name() {
        return "work-owner";
    }

    /// True once all owned partitions are folded and work goes on.
    public boolean isReady() {
        return ready;
    }

    // ---- from any thread -------------------------------------------------------------------------------------------

    /// Asks a question about the work. It runs on the owner's thread: it must be short and keep nothing it is given.
    public <T> T ask(Function<WorkView, T> question, Deadline deadline) throws InterruptedException {
        return mailbox.ask(question, deadline);
    }

    /// Tries a dead or waiting delivery now, with all its attempts again. False if it is finished, running, or unknown.
    public boolean retry(DeliveryId id, String by, Deadline deadline) throws InterruptedException {
        return command(Command.Kind.RETRY, id, by, deadline);
    }

    /// Drops a delivery that is not finished. False if it is finished, running, or unknown.
    public boolean drop(DeliveryId id, String by, Deadline deadline) throws InterruptedException {
        return command(Command.Kind.DROP, id, by, deadline);
    }

    /// Starts no more attempts; the duty finishes when those under way have ended, or hands them back when time is up.
    public void drain() {
        draining = true;
        wakeup.signal();
    }

    private boolean command(Command.Kind kind, DeliveryId id, String by, Deadline deadline)
            throws InterruptedException {
        if (draining || commands.size() >= COMMANDS_WAITING) {
            throw new AtollException(
                    ErrorKind.UNAVAILABLE,
                    draining ? "Atoll is stopping; try again after the restart" : "too many commands wait; try again");
        }
        Answer<Boolean> answer = new Answer<>();
        commands.add(new Command(kind, id, by, answer));
        wakeup.signal();
        return answer.await(deadline);
    }

    // ---- one step --------------------------------------------------------------------------------------------------

    @Override
    public Next step() {
        Instant now = ports.time.instant();
        claims.policies(policies.get());
        followOwnership(now);
        List.copyOf(partitions.values()).forEach(partition -> settle(partition, now));
        takeReports();
        checkLeases();
        for (OwnedPartition partition : partitions.values()) {
            if (!partition.isClosed()) {
                int late = partition.decide(now, !draining);
                for (int i = 0; i < late; i++) {
                    metrics.late();
                }
            }
        }
        boolean more = !draining && claims.fill(now, this::claimed);
        List.copyOf(partitions.values()).forEach(partition -> submit(partition, now));
        mailbox.open(workView);
        upkeep.step(partitions.values(), now);
        metrics.inFlight(inFlight.size());
        return draining && hasDrained(now) ? finish() : next(more, now);
    }

    private Next next(boolean more, Instant now) {
        Duration wait = LONGEST_IDLE;
        for (OwnedPartition partition : partitions.values()) {
            if (!partition.isClosed() && (more || (partition.mayHaveMore() && !draining))) {
                return Next.NOW;
            }
            wait = shorter(wait, now, partition.nextDue());
        }
        return new Next.OnWakeup(wakeup, shorter(wait, now, claims.nextAside()));
    }

    private static Duration shorter(Duration wait, Instant now, @Nullable Instant until) {
        if (until == null) {
            return wait;
        }
        Duration left = Duration.between(now, until);
        Duration bounded = left.isNegative() ? Duration.ofMillis(1) : left.plusMillis(1);
        return bounded.compareTo(wait) < 0 ? bounded : wait;
    }

    // ---- ownership -------------------------------------------------------------------------------------------------

    private void followOwnership(Instant now) {
        Set<Integer> owned = ports.ownership.owned();
        fenced.retainAll(owned);
        for (int partition : List.copyOf(partitions.keySet())) {
            if (!owned.contains(partition)) {
                lose(partition);
            }
        }
        boolean all = true;
        for (int partition : owned) {
            if (!partitions.containsKey(partition) && !fenced.contains(partition)) {
                all &= open(partition, now);
            }
        }
        ready = all;
    }

    private boolean open(int number, Instant now) {
        try {
            OwnedPartition partition = new OwnedPartition(number, ports.log, ports.index, claims.lanesOf(number));
            partitions.put(number, partition);
            folded(number, partition, now);
            return true;
        } catch (LogUnavailable e) {
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
                true,
                "its owner ended without an outcome",
                now);
        claims.load(number, partition.ledger, now);
        partition.ledger.listen();
    }

    private boolean runsHere(OwnedPartition partition, DeliveryId id, int claim) {
        InFlight running = inFlight.get(id);
        return (running != null && running.attempt().number() == claim) || partition.hasOutcomeFor(id.offset(), claim);
    }

    private void lose(int number) {
        partitions.remove(number);
        claims.forget(number);
        dropUnstarted(number);
        metrics.lost();
    }

    /// Claims that were not recorded never started; their slots are free again.
    private void dropUnstarted(int partition) {
        inFlight.values().removeIf(claim -> {
            boolean never = claim.attempt().id().partition() == partition && !claim.isStarted();
            if (never) {
                claims.over(claim, null);
            }
            return never;
        });
    }

    // ---- recording -------------------------------------------------------------------------------------------------

    private void settle(OwnedPartition partition, Instant now) {
        int number = partition.ledger.partition();
        try {
            if (partition.isRefoldDue(ports.time.nanoTime())) {
                partition.refold();
                claims.forget(number);
                folded(number, partition, now);
                metrics.refolded();
                return;
            }
            if (partition.ledger.settle() instanceof PartitionLedger.Settled.Recorded recorded) {
                metrics.recorded(recorded.decisions());
                partition.recorded();
                recorded.start().forEach(attempt -> start(attempt, now));
            }
        } catch (LogUnavailable e) {
            failed(partition, e);
        } catch (ProducerFenced e) {
            fencedOff(number, e);
        }
    }

    private void submit(OwnedPartition partition, Instant now) {
        if (partition.isClosed()) {
            return;
        }
        try {
            partition.submit(now, wakeup);
        } catch (LogUnavailable e) {
            failed(partition, e);
        } catch (ProducerFenced e) {
            fencedOff(partition.ledger.partition(), e);
        }
    }

    private void failed(OwnedPartition partition, LogUnavailable reason) {
        int number = partition.ledger.partition();
        LOG.atWarn()
                .addKeyValue("partition", number)
                .addKeyValue("reason", reason.getMessage())
                .log("decisions were not recorded");
        partition.failed(ports.time.nanoTime());
        claims.forget(number);
        dropUnstarted(number);
    }

    private void fencedOff(int number, ProducerFenced reason) {
        LOG.atWarn()
                .addKeyValue("partition", number)
                .addKeyValue("reason", reason.getMessage())
                .log("partition has another owner");
        fenced.add(number);
        lose(number);
    }

    // ---- attempts --------------------------------------------------------------------------------------------------

    private void claimed(Attempt attempt) {
        inFlight.put(attempt.id(), new InFlight(attempt, false, 0, 0));
    }

    private void start(Attempt attempt, Instant now) {
        RulePolicy policy = claims.policies().byName().get(attempt.delivery().rule());
        if (policy == null) {
            finished.add(new Finished(attempt.id(), attempt.number(), new Outcome.Failed(0, "the rule was unloaded")));
            return;
        }
        long nanos = ports.time.nanoTime();
        long lease = policy.timeout().plus(PartitionLedger.LEASE_MARGIN).toNanos();
        inFlight.put(attempt.id(), new InFlight(attempt, true, nanos, nanos + lease));
        if (attempt.number() == 1) {
            metrics.pickedUp(policy.name(), Duration.between(attempt.delivery().received(), now));
        }
        ports.dispatcher.start(attempt, policy, outcome -> {
            finished.add(new Finished(attempt.id(), attempt.number(), outcome));
            wakeup.signal();
        });
    }

    private void takeReports() {
        for (Finished report = finished.poll(); report != null; report = finished.poll()) {
            InFlight claim = inFlight.get(report.id);
            if (claim != null && claim.attempt().number() == report.number) {
                inFlight.remove(report.id);
                claims.over(claim, report.outcome);
                metrics.attempted(
                        claim.lane().rule(),
                        report.outcome,
                        Duration.ofNanos(ports.time.nanoTime() - claim.startedNanos()));
            }
            OwnedPartition partition = partitions.get(report.id.partition());
            if (partition == null) {
                metrics.late();
            } else {
                partition.outcome(new PartitionLedger.Reported(report.id.offset(), report.number, report.outcome));
            }
        }
        for (Command command = commands.poll(); command != null; command = commands.poll()) {
            OwnedPartition partition = partitions.get(command.id().partition());
            if (partition == null) {
                command.answer().give(() -> false);
            } else {
                partition.command(command);
            }
        }
    }

    private void checkLeases() {
        long nanos = ports.time.nanoTime();
        if (nanos - checkedNanos < CHECK_EVERY_NANOS) {
            return;
        }
        checkedNanos = nanos;
        for (InFlight claim : inFlight.values()) {
            if (claim.isStarted() && nanos - claim.leaseEndsNanos() > 0) {
                metrics.leaseExpired();
                finished.add(new Finished(
                        claim.attempt().id(),
                        claim.attempt().number(),
                        new Outcome.Failed(0, "the executor gave no outcome within the lease")));
            }
        }
    }

    // ---- stopping --------------------------------------------------------------------------------------------------

    private boolean hasDrained(Instant now) {
        long nanos = ports.time.nanoTime();
        if (drainEndsNanos == 0) {
            drainEndsNanos = nanos + config.drainWithin().toNanos();
        }
        boolean idle = partitions.values().stream().allMatch(OwnedPartition::isIdle);
        boolean timeIsUp = nanos - drainEndsNanos > 0;
        if (!handedBack && (timeIsUp || (idle && inFlight.isEmpty()))) {
            handedBack = true;
            drainEndsNanos = nanos + config.drainWithin().toNanos();
            for (OwnedPartition partition : partitions.values()) {
                if (!partition.isClosed()) {
                    partition.ledger.releaseClaims(
                            (_, _) -> false, false, "Atoll stopped before it had an outcome", now);
                    submit(partition, now);
                }
            }
            return partitions.values().stream().allMatch(OwnedPartition::isIdle);
        }
        return handedBack && (idle || timeIsUp);
    }

    private Next finish() {
        upkeep.flush(partitions.values());
        return Next.FINISHED;
    }
}
