package atoll.work.owner;

import atoll.base.time.Wakeup;
import atoll.work.ledger.PartitionLedger;
import atoll.work.ledger.Reported;
import atoll.work.ledger.state.Lanes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A partition in this process's hands: its ledger, and what waits to be decided while a batch is on its way.
final class OwnedPartition {
    private static final int OUTCOMES_PER_BATCH = 1024;
    private static final int DUE_PER_BATCH = 512;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    final PartitionLedger ledger;
    private final ArrayDeque<Reported> outcomes = new ArrayDeque<>();
    private final ArrayDeque<Command> commands = new ArrayDeque<>();
    private final List<Command> unanswered = new ArrayList<>();
    private final List<Boolean> answers = new ArrayList<>();
    private @Nullable Instant nextDue;
    private boolean mayHaveMore = true;
    private long refoldAtNanos;
    private boolean mustRefold;
    private boolean inherited = true;
    private Duration pause = FIRST_PAUSE;

    OwnedPartition(int partition, WorkOwner.Ports ports, Lanes lanes) {
        ledger = new PartitionLedger(partition, ports.log(), ports.index(), lanes);
        ledger.announce(ports.announcements());
    }

    /// Nothing can be decided now: a batch is on its way, or the state must be folded again first.
    boolean isClosed() {
        return mustRefold || ledger.isBusy();
    }

    /// Claims that are found may be those of an owner before; false once this owner has recorded something.
    boolean isInherited() {
        return inherited;
    }

    boolean isIdle() {
        return !isClosed() && outcomes.isEmpty() && commands.isEmpty();
    }

    void outcome(Reported report) {
        outcomes.add(report);
    }

    boolean hasOutcomeFor(long offset, int number) {
        for (Reported report : outcomes) {
            if (report.offset() == offset && report.number() == number) {
                return true;
            }
        }
        return false;
    }

    void command(Command command) {
        commands.add(command);
    }

    /// Takes outcomes, commands, due and new deliveries into the open batch. Returns outcomes that came too late.
    int decide(Instant now, boolean takeNew) {
        int late = 0;
        for (int i = 0; i < OUTCOMES_PER_BATCH && !outcomes.isEmpty(); i++) {
            // Removed only when it is decided: an index that fails must not take it along.
            late += ledger.onOutcome(outcomes.element(), now) ? 0 : 1;
            outcomes.remove();
        }
        for (Command command = commands.poll(); command != null; command = commands.poll()) {
            unanswered.add(command);
            answers.add(
                    switch (command.kind()) {
                        case RETRY -> ledger.replay(command.id().offset(), command.by(), now);
                        case DROP -> ledger.drop(command.id().offset(), command.by(), now);
                    });
        }
        boolean moreDue = ledger.decideDue(now, DUE_PER_BATCH);
        boolean moreNew = takeNew && ledger.decideNew(now);
        nextDue = ledger.nextDue();
        mayHaveMore = moreDue || moreNew;
        if (ledger.undecided() == 0) {
            answer();
        }
        return late;
    }

    boolean mayHaveMore() {
        return mayHaveMore || !outcomes.isEmpty() || !commands.isEmpty();
    }

    @Nullable
    Instant nextDue() {
        return nextDue;
    }

    /// Atoll stops: another process, or the next, may claim what has no outcome yet.
    void handBack(Instant now) {
        ledger.releaseClaims((_, _) -> false, false, "Atoll stopped before it had an outcome", now);
    }

    void submit(Instant now, Wakeup wakeup) {
        ledger.submit(now, wakeup);
    }

    /// The batch is durable.
    void recorded() {
        pause = FIRST_PAUSE;
        inherited = false;
        answer();
    }

    /// The batch failed: fold again, but not before a pause.
    void failed(long nowNanos) {
        mustRefold = true;
        refoldAtNanos = nowNanos + pause.toNanos();
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
    }

    boolean isRefoldDue(long nowNanos) {
        return mustRefold && nowNanos - refoldAtNanos >= 0;
    }

    boolean mustRefold() {
        return mustRefold;
    }

    void refold() {
        List<Reported> lost = ledger.refold();
        mustRefold = false;
        mayHaveMore = true;
        for (int i = lost.size() - 1; i >= 0; i--) {
            outcomes.addFirst(lost.get(i));
        }
        for (int i = unanswered.size() - 1; i >= 0; i--) {
            commands.addFirst(unanswered.get(i));
        }
        unanswered.clear();
        answers.clear();
    }

    private void answer() {
        for (int i = 0; i < unanswered.size(); i++) {
            boolean done = answers.get(i);
            unanswered.get(i).answer().give(() -> done);
        }
        unanswered.clear();
        answers.clear();
    }
}
