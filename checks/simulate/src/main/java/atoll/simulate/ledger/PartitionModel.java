package atoll.simulate.ledger;

import atoll.log.EventLog;
import atoll.log.LogRecord;
import atoll.log.TopicPartition;
import atoll.work.DeliveryCodec;
import atoll.work.DeliveryLog;
import atoll.work.RulePolicy;
import atoll.work.ledger.PartitionLedger;
import atoll.work.ledger.state.Decision;
import atoll.work.ledger.state.LedgerBatch;
import atoll.work.ledger.state.State;
import atoll.work.ledger.state.Totals;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// One partition as an independent reader of its ledger understands it. Every record is judged: was this decision
/// possible, was it the right one, and is it true?
final class PartitionModel {
    private static final Comparator<Fact> BY_PLACE =
            Comparator.<Fact>comparingLong(fact -> fact.order).thenComparingLong(fact -> fact.offset);

    private final EventLog log;
    private final TopicPartition deliveries;
    private final TopicPartition decisions;
    private final Circumstances circumstances;
    private final Expectation expectation = new Expectation();
    private final LimiterModel limiters = new LimiterModel();
    private final Map<Long, Fact> facts = new TreeMap<>();
    private final Map<List<String>, TreeSet<Fact>> lanes = new HashMap<>();
    private final Map<List<String>, Pause> pauses = new HashMap<>();
    private final Set<String> commands = new HashSet<>();
    private final Setbacks setbacks = new Setbacks();
    private final Set<Long> restated = new HashSet<>();
    private long nextDelivery;
    private long nextRecord;
    private long consumedTo;
    private long handBacks;

    /// What a ledger's reader cannot see in it.
    ///
    /// @param owners how often the partition was taken over so far
    /// @param nanos the world's time
    /// @param clockSteps how often a clock was set
    /// @param remembersAll false if owners forget finished deliveries while the world runs
    record Circumstances(LongSupplier owners, LongSupplier nanos, LongSupplier clockSteps, boolean remembersAll) {}

    private record Pause(Instant until, long clockSteps) {}

    PartitionModel(int partition, EventLog log, Circumstances circumstances) {
        this.log = log;
        this.deliveries = new TopicPartition(DeliveryLog.TOPIC, partition);
        this.decisions = new TopicPartition(PartitionLedger.TOPIC, partition);
        this.circumstances = circumstances;
    }

    Map<Long, Fact> facts() {
        return facts;
    }

    Fact fact(long offset) {
        Fact fact = facts.get(offset);
        if (fact == null) {
            throw new AssertionError("nothing is known of delivery " + offset + " of " + deliveries);
        }
        return fact;
    }

    /// How many deliveries were carried.
    int restated() {
        return restated.size();
    }

    /// The first delivery that is kept in the topic.
    long trimmedTo() {
        return log.range(deliveries).first();
    }

    /// What should have been announced: every retry and every death, once.
    List<String> setbacks() {
        return setbacks.lines();
    }

    boolean hasCommand(String by) {
        return commands.contains(by);
    }

    /// An owner was told to stop, so it may hand claims back.
    void handBackAllowed() {
        handBacks++;
    }

    /// Reads what became durable since the last time and judges it.
    void read() {
        while (nextDelivery < log.range(deliveries).next()) {
            for (LogRecord record : log.read(deliveries, nextDelivery, 1000, Long.MAX_VALUE)) {
                facts.put(
                        record.offset(),
                        new Fact(
                                record.offset(),
                                DeliveryCodec.read(record),
                                record.value().clone()));
                nextDelivery = record.offset() + 1;
            }
        }
        while (nextRecord < log.range(decisions).next()) {
            for (LogRecord record : log.read(decisions, nextRecord, 1000, Long.MAX_VALUE)) {
                judge(LedgerBatch.decode(record.value()));
                nextRecord = record.offset() + 1;
            }
        }
    }

    private void judge(LedgerBatch batch) {
        require(batch.consumedFrom() == consumedTo, "a batch from " + batch.consumedFrom() + " follows " + consumedTo);
        for (Decision decision : batch.decisions()) {
            Fact fact = fact(decision.offset());
            if (decision instanceof Decision.Carried carried) {
                Restatements.judge(fact, carried);
                restated.add(fact.offset);
            } else if (fact.state == State.NEW) {
                require(fact.offset == consumedTo, "the first decision after " + consumedTo + " is about " + fact);
                consumedTo++;
                arrive(fact, decision, batch.at());
            } else {
                follow(fact, decision, batch.at());
            }
            setbacks.note(deliveries.partition(), decision);
        }
        Totals totals = batch.totals();
        if (totals != null) {
            Restatements.judge(facts.values(), totals);
        }
        require(batch.consumedTo() == consumedTo, "consumed to " + batch.consumedTo() + ", decided to " + consumedTo);
    }

    private void arrive(Fact fact, Decision decision, Instant at) {
        State expected = expectation.onArrival(fact, at, facts);
        Fact twin = expectation.twin(fact, at, facts);
        State decided = switch (decision) {
            case Decision.Queued queued -> {
                require(queued.order() == fact.offset, "a new delivery is queued behind all others: " + fact);
                place(fact, State.READY, queued.order(), null);
                yield State.READY;
            }
            case Decision.Delayed delayed -> {
                require(delayed.until().equals(fact.delivery.delayUntil()), "waits until its time: " + fact);
                place(fact, State.WAITING, fact.offset, delayed.until());
                yield State.WAITING;
            }
            case Decision.Folded folded -> {
                require(
                        twin != null && twin.offset == folded.older(),
                        fact + " is folded into " + folded.older() + ", but its twin is " + twin);
                yield foldInto(fact, fact(folded.older()), folded);
            }
            case Decision.Duplicate _ -> end(fact, State.DUPLICATE);
            case Decision.Superseded _ -> end(fact, State.SUPERSEDED);
            case Decision.Abandoned _ -> end(fact, State.ABANDONED);
            default -> throw new AssertionError(decision + " is no first decision");
        };
        boolean forgotten = !circumstances.remembersAll && expected == State.DUPLICATE;
        require(decided == expected || forgotten, fact + " became " + decided + " at " + at + ", not " + expected);
        boolean folds = twin != null && (decided == State.READY || decided == State.WAITING);
        require(!folds || decision instanceof Decision.Folded, fact + " is not folded with its twin " + twin);
    }

    private State foldInto(Fact newest, Fact older, Decision.Folded folded) {
        require(
                folded.order() == older.order && Objects.equals(folded.until(), older.due),
                newest + " does not take the place of " + older);
        leave(older);
        older.state = State.DUPLICATE;
        State state = folded.until() == null ? State.READY : State.WAITING;
        place(newest, state, folded.order(), folded.until());
        return state;
    }

    private void place(Fact fact, State state, long order, @Nullable Instant due) {
        expectation.remember(fact);
        enter(fact, state, order, due);
    }

    private void follow(Fact fact, Decision decision, Instant at) {
        switch (decision) {
            case Decision.Due due -> {
                from(fact, decision, State.WAITING, State.RETRY);
                Instant time = fact.due;
                require(time != null && !at.isBefore(time), fact + " is due at " + time + " but came at " + at);
                move(fact, State.READY, due.order());
            }
            case Decision.Claimed claimed -> claim(fact, claimed, at);
            case Decision.Limited limited -> {
                from(fact, decision, State.READY);
                firstInLane(fact);
                limiters.limited(fact, limited, at);
                leave(fact);
                enter(fact, State.WAITING, fact.order, limited.until());
            }
            case Decision.Counted _ -> {
                from(fact, decision, State.CLAIMED);
                limiters.counted(fact, at);
            }
            case Decision.Superseded _ -> pointless(fact, decision, State.SUPERSEDED, at);
            case Decision.Abandoned _ -> pointless(fact, decision, State.ABANDONED, at);
            case Decision.Duplicate _ -> pointless(fact, decision, State.DUPLICATE, at);
            case Decision.Replayed replayed -> {
                from(fact, decision, State.DEAD, State.RETRY, State.WAITING, State.READY);
                commands.add(replayed.by());
                fact.charged = 0;
                fact.interruptions = 0;
                move(fact, State.READY, replayed.order());
            }
            case Decision.Dropped dropped -> {
                from(fact, decision, State.DEAD, State.RETRY, State.WAITING, State.READY);
                commands.add(dropped.by());
                move(fact, State.DROPPED, fact.order);
            }
            case Decision.Released released -> release(fact, released);
            case Decision.Died died
            when !died.charged() -> {
                from(fact, decision, State.CLAIMED);
                require(
                        fact.interruptions == 4,
                        fact + " dies at its fifth interruption, not after " + fact.interruptions);
                mayBeTakenOver(fact);
                move(fact, State.DEAD, fact.order);
            }
            default -> outcome(fact, decision, at);
        }
    }

    private void claim(Fact fact, Decision.Claimed claimed, Instant at) {
        from(fact, claimed, State.READY);
        firstInLane(fact);
        require(claimed.number() == fact.claims + 1, fact + " is claimed as number " + claimed.number());
        State pointless = expectation.pointless(fact, at);
        boolean forgotten = !circumstances.remembersAll && pointless == State.DUPLICATE;
        require(pointless == null || forgotten, fact + " is claimed at " + at + " although it is " + pointless);
        for (List<String> scope : List.of(List.of(fact.delivery.wiki()), ruleScope(fact))) {
            Pause pause = pauses.get(scope);
            // Who took over while his clock was ahead saw no pause.
            if (pause != null && pause.clockSteps == circumstances.clockSteps.getAsLong()) {
                require(!at.isBefore(pause.until), fact + " is claimed at " + at + " in a " + pause);
            }
        }
        limiters.claimed(fact, at);
        leave(fact);
        fact.state = State.CLAIMED;
        fact.claims = claimed.number();
        fact.claimedAt = at;
        fact.ownersAtClaim = circumstances.owners.getAsLong();
    }

    private void pointless(Fact fact, Decision decision, State to, Instant at) {
        from(fact, decision, State.READY);
        firstInLane(fact);
        require(expectation.pointless(fact, at) == to, decision + " is wrong about " + fact);
        move(fact, to, fact.order);
    }

    private void release(Fact fact, Decision.Released released) {
        from(fact, released, State.CLAIMED);
        mayBeTakenOver(fact);
        fact.interruptions += released.interrupted() ? 1 : 0;
        require(fact.interruptions < 5, fact + " has killed its owner five times and is tried again");
        move(fact, State.READY, fact.order);
    }

    /// An attempt that was started may lose its claim only to another owner or to a stop.
    private void mayBeTakenOver(Fact fact) {
        boolean started = fact.attempt(fact.claims) != null;
        require(
                !started || circumstances.owners.getAsLong() > fact.ownersAtClaim || handBacks > 0,
                "the claim of " + fact + " was taken away although its owner lives");
    }

    private void outcome(Fact fact, Decision decision, Instant at) {
        from(fact, decision, State.CLAIMED);
        RulePolicy rule = Rules.named(fact.delivery.rule());
        Fact.Attempted attempt = fact.attempt(fact.claims);
        require(attempt != null, decision + " without an attempt: " + fact);
        if (attempt == null) {
            return;
        }
        limiters.ended(fact, decision);
        switch (decision) {
            case Decision.Finished finished -> {
                isTrue(attempt, finished.ignored() ? "ignored" : "done", finished.status(), rule);
                if (!finished.ignored()) {
                    expectation.done(fact);
                }
                move(fact, finished.ignored() ? State.IGNORED : State.DONE, fact.order);
            }
            case Decision.RetryAt retry -> {
                isTrue(attempt, "failed", retry.status(), rule);
                fact.charged++;
                require(fact.charged <= rule.retryLimit(), "no retry is left for " + fact);
                Instant due = at.plus(Rules.delayAfter(rule, fact.charged));
                require(retry.due().equals(due), "the retry of " + fact + " is at " + retry.due() + ", not " + due);
                leave(fact);
                enter(fact, State.RETRY, fact.order, retry.due());
            }
            case Decision.Postponed postponed -> {
                isTrue(attempt, "postponed", postponed.status(), rule);
                pauses.put(
                        postponed.wholeWiki() ? List.of(fact.delivery.wiki()) : ruleScope(fact),
                        new Pause(postponed.until(), circumstances.clockSteps.getAsLong()));
                move(fact, State.READY, fact.order);
            }
            case Decision.Died died -> {
                boolean rejected = attempt.label.equals("rejected");
                isTrue(attempt, rejected ? "rejected" : "failed", died.status(), rule);
                require(rejected || fact.charged == rule.retryLimit(), fact + " dies with retries left");
                move(fact, State.DEAD, fact.order);
            }
            default -> throw new AssertionError(decision + " is not possible for " + fact);
        }
    }

    /// What is recorded is what the executor said about exactly this claim, or that it said nothing within the lease.
    private void isTrue(Fact.Attempted attempt, String label, int status, RulePolicy rule) {
        long lease = rule.timeout().plus(PartitionLedger.LEASE_MARGIN).toNanos();
        boolean silent =
                status == 0 && label.equals("failed") && circumstances.nanos.getAsLong() - attempt.startedNanos > lease;
        require(
                silent || (attempt.label.equals(label) && attempt.status == status),
                "recorded is '" + label + "' " + status + ", the executor said '" + attempt.label + "' "
                        + attempt.status);
    }

    private void firstInLane(Fact fact) {
        Fact first = lane(fact).first();
        require(first == fact, fact + " has its turn before " + first);
    }

    private static List<String> ruleScope(Fact fact) {
        return List.of(fact.delivery.rule(), fact.delivery.wiki());
    }

    private State end(Fact fact, State state) {
        fact.state = state;
        return state;
    }

    private void move(Fact fact, State to, long order) {
        leave(fact);
        enter(fact, to, order, null);
    }

    private void leave(Fact fact) {
        if (fact.state == State.READY) {
            lane(fact).remove(fact);
        }
    }

    private void enter(Fact fact, State to, long order, @Nullable Instant due) {
        fact.state = to;
        fact.order = order;
        fact.due = due;
        if (to == State.READY) {
            lane(fact).add(fact);
        }
    }

    private SortedSet<Fact> lane(Fact fact) {
        List<String> lane = List.of(fact.delivery.rule(), fact.delivery.type(), fact.delivery.wiki());
        return lanes.computeIfAbsent(lane, _ -> new TreeSet<>(BY_PLACE));
    }

    private static void from(Fact fact, Decision decision, State... allowed) {
        require(List.of(allowed).contains(fact.state), decision + " is not possible for " + fact);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    List<Fact> inState(State state) {
        return facts.values().stream().filter(fact -> fact.state == state).toList();
    }
}
