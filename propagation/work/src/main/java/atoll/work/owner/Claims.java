package atoll.work.owner;

import atoll.base.error.AtollException;
import atoll.work.Attempt;
import atoll.work.Gate;
import atoll.work.Outcome;
import atoll.work.ledger.PartitionLedger;
import atoll.work.ledger.state.LaneKey;
import atoll.work.ledger.state.Lanes;
import atoll.work.ledger.state.PauseKey;
import atoll.work.ledger.state.Ready;
import atoll.work.ledger.state.State;
import atoll.work.limit.Limit;
import atoll.work.limit.Limits;
import atoll.work.queue.FairQueue;
import atoll.work.queue.Lane;
import atoll.work.queue.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Lets the lanes of all owned partitions have their turns: one fair queue for each rule, pauses, limits, and
/// the gate.
final class Claims {
    private static final int CLAIMS_A_STEP = 256;
    private static final Duration GATE_CHECK = Duration.ofSeconds(5);

    private final Gate gate;
    private final Map<Integer, OwnedPartition> partitions;
    private final Map<String, FairQueue> queues = new HashMap<>();
    private final Pauses pauses = new Pauses();
    private final Limits limits;
    private @Nullable Policies policies;
    private Instant lastFilled = Instant.MIN;

    Claims(Gate gate, Limits limits, Map<Integer, OwnedPartition> partitions) {
        this.gate = gate;
        this.limits = limits;
        this.partitions = partitions;
    }

    /// Takes the rules and the limits over if they changed.
    void policies(Policies current) {
        if (limits.step(this::freed)) {
            askAgain();
        }
        Policies before = policies;
        if (before != null && before.hash() == current.hash()) {
            return;
        }
        policies = current;
        queues.forEach((rule, queue) -> queue.policy(current.byName().get(rule)));
        askAgain();
        partitions.values().forEach(partition -> partition.ledger.policies(current.byName(), current.hash()));
    }

    Policies policies() {
        Policies current = policies;
        return current == null ? new Policies(Map.of(), 0) : current;
    }

    Map<String, FairQueue> queues() {
        return queues;
    }

    Pauses pauses() {
        return pauses;
    }

    Limits limits() {
        return limits;
    }

    /// Hears of the changes of a partition's lanes.
    Lanes lanesOf(int partition) {
        return new Lanes() {
            @Override
            public void ready(LaneKey lane, long order, long offset) {
                queue(lane.rule()).add(partition, lane, new Ready(order, offset));
            }

            @Override
            public void gone(LaneKey lane, long order, long offset) {
                queue(lane.rule()).remove(partition, lane, new Ready(order, offset));
            }

            @Override
            public void paused(String rule, String wiki, Instant until) {
                pauses.pause(new PauseKey(rule, wiki), until);
            }
        };
    }

    /// Reads the lanes and pauses of a partition that was just folded.
    void load(int partition, PartitionLedger ledger, Instant now) {
        forget(partition);
        Map<LaneKey, Long> ready = new HashMap<>();
        ledger.queries().counts().forEach((counted, counts) -> {
            if (counts.of(State.READY) > 0) {
                LaneKey lane = new LaneKey(counted.rule(), counted.type(), counted.wiki());
                ready.merge(lane, counts.of(State.READY), Long::sum);
            }
        });
        ready.forEach((lane, size) -> queue(lane.rule()).load(partition, lane, size));
        ledger.queries().pauses().forEach((key, until) -> {
            if (until.isAfter(now)) {
                pauses.pause(key, until);
            }
        });
    }

    void forget(int partition) {
        queues.values().forEach(queue -> queue.forget(partition));
    }

    /// Claims what may be claimed. The claims are in the partitions' open batches; true if there may be more.
    ///
    /// @param failed told of a partition that cannot claim what it should; its lanes must be forgotten then
    boolean fill(Instant now, Consumer<Attempt> claimed, BiConsumer<OwnedPartition, AtollException> failed) {
        if (now.isBefore(lastFilled)) {
            // The clock was set back: lanes aside would wait that much longer.
            askAgain();
        }
        lastFilled = now;
        boolean more = false;
        for (FairQueue queue : queues.values()) {
            int budget = CLAIMS_A_STEP;
            while (budget > 0) {
                FairQueue.Pick pick = queue.next(now, lane -> turnOf(lane, now), this::readyOf);
                if (pick == null) {
                    break;
                }
                budget--;
                OwnedPartition partition = owned(pick.lane());
                try {
                    Attempt attempt = partition.ledger.claim(pick.place().offset(), now);
                    if (attempt != null) {
                        queue.went(pick.lane());
                        limits.claimed(
                                pick.lane().key().type(), pick.lane().key().wiki());
                        pauses.claimed(pick.lane().key(), attempt.id());
                        claimed.accept(attempt);
                    }
                } catch (AtollException e) {
                    failed.accept(partition, e);
                }
            }
            more |= budget == 0;
        }
        return more;
    }

    /// An attempt is over: its slot is free.
    void over(InFlight claim, Outcome outcome, Duration took) {
        LaneKey lane = claim.lane();
        queue(lane.rule()).ran(claim.attempt().id().partition(), lane, took);
        limits.over(lane.type(), lane.wiki(), outcome, claim.startedNanos(), this::freed);
        free(claim, outcome instanceof Outcome.Postponed);
    }

    /// A claim was not recorded: its attempt never started, and its slot is free.
    void notStarted(InFlight claim) {
        limits.over(claim.lane().type(), claim.lane().wiki(), null, 0, this::freed);
        free(claim, true);
    }

    private void free(InFlight claim, boolean postponed) {
        queue(claim.lane().rule()).freeSlot();
        if (pauses.over(claim.lane(), claim.attempt().id(), postponed)) {
            askAgain();
        }
    }

    private void freed(Limit limit) {
        eachQueue(queue -> queue.freed(limit));
    }

    private void askAgain() {
        eachQueue(FairQueue::askAgain);
    }

    private void eachQueue(Consumer<FairQueue> action) {
        queues.values().forEach(action);
    }

    /// When a lane that may not go now may go again.
    @Nullable
    Instant nextAside() {
        Instant next = null;
        for (FairQueue queue : queues.values()) {
            Instant aside = queue.nextAside();
            if (aside != null && (next == null || aside.isBefore(next))) {
                next = aside;
            }
        }
        return next;
    }

    private Turn turnOf(Lane lane, Instant now) {
        OwnedPartition partition = partitions.get(lane.partition());
        if (partition == null || partition.isClosed()) {
            return Turn.SKIP;
        }
        Turn paused = pauses.turnOf(lane.key(), now);
        if (!(paused instanceof Turn.Now)) {
            return paused;
        }
        Turn limited = limits.turnOf(lane.key().type(), lane.key().wiki(), now);
        if (!(limited instanceof Turn.Now)) {
            return limited;
        }
        Optional<String> closed =
                gate.closed(lane.key().rule(), lane.key().type(), lane.key().wiki());
        return closed.isPresent() ? new Turn.Later(now.plus(GATE_CHECK), closed.get()) : Turn.NOW;
    }

    List<Ready> readyOf(Lane lane, Ready behind, int limit) {
        return owned(lane).ledger.readyOf(lane.key(), behind, limit);
    }

    private OwnedPartition owned(Lane lane) {
        OwnedPartition partition = partitions.get(lane.partition());
        if (partition == null) {
            throw new AssertionError("a lane of partition " + lane.partition() + ", which is not owned");
        }
        return partition;
    }

    private FairQueue queue(String rule) {
        return queues.computeIfAbsent(rule, name -> {
            FairQueue queue = new FairQueue(lane -> limits.weight(lane.type(), lane.wiki()));
            queue.policy(policies().byName().get(name));
            return queue;
        });
    }
}
