package atoll.work.ledger;

import atoll.base.time.Wakeup;
import atoll.index.OrderedIndex;
import atoll.log.Appending;
import atoll.log.EventLog;
import atoll.log.LogRecord;
import atoll.log.LogUnavailable;
import atoll.log.NewRecord;
import atoll.log.PartitionDamaged;
import atoll.log.Producer;
import atoll.log.ProducerFenced;
import atoll.log.TopicPartition;
import atoll.work.Announcements;
import atoll.work.Attempt;
import atoll.work.DeliveryCodec;
import atoll.work.DeliveryId;
import atoll.work.DeliveryLog;
import atoll.work.RulePolicy;
import atoll.work.ledger.state.Decision;
import atoll.work.ledger.state.Entry;
import atoll.work.ledger.state.LaneKey;
import atoll.work.ledger.state.Lanes;
import atoll.work.ledger.state.LedgerBatch;
import atoll.work.ledger.state.LedgerState;
import atoll.work.ledger.state.Ready;
import atoll.work.ledger.state.State;
import atoll.work.ledger.state.Totals;
import atoll.work.ledger.state.View;
import atoll.work.ledger.state.ViewOutdated;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One work partition in the hands of its owner: decides, records, then acts.
///
/// A round is: take outcomes, due and new deliveries and claims as decisions into an open batch ([#onOutcome],
/// [#decideDue], [#decideNew], [#claim] …), [#submit] it, and when [#settle] says it is durable, start the attempts it
/// claimed. While a batch is on its way nothing else is decided. If a batch fails, the state it built is gone with it:
/// the ledger folds again from what is durable, and hands back outcomes that were not recorded.
///
/// Not thread-safe; nothing here waits, except that the log and the index may block on the disk.
public final class PartitionLedger {
    /// The topic of the decisions.
    public static final String TOPIC = "atoll.ledger";
    /// A claim outlives the rule's timeout by this, so that an executor always answers within its lease.
    public static final Duration LEASE_MARGIN = Duration.ofSeconds(30);

    private static final int READ_RECORDS = 512;
    private static final long READ_BYTES = 2L << 20;

    private final int partition;
    private final EventLog log;
    private final OrderedIndex index;
    private final Producer producer;
    private final Lanes lanes;
    private final TopicPartition deliveries;
    private final TopicPartition decisions;
    private final Events events;
    private final Folding folding;
    private LedgerState state;
    private View view;
    private Verdicts verdicts;
    private long ledgerNext;
    private long consumedFrom;
    private long consumedTo;
    private History history;
    private long oldestKept;
    private final Trimming trimming;
    private final OpenBatch open = new OpenBatch();
    private @Nullable Appending appending;
    private Map<String, RulePolicy> policies;
    private long ruleSetHash;

    /// Takes the partition over: fences earlier owners and folds the ledger. Call [#releaseClaims] and [#listen] next.
    public PartitionLedger(int partition, EventLog log, OrderedIndex index, Lanes lanes) {
        this.partition = partition;
        this.log = log;
        this.index = index;
        this.lanes = lanes;
        this.deliveries = new TopicPartition(DeliveryLog.TOPIC, partition);
        this.decisions = new TopicPartition(TOPIC, partition);
        this.events = new Events(log, deliveries, decisions);
        this.folding = new Folding(log, deliveries, decisions);
        this.policies = Map.of();
        this.producer = log.openProducer("work-" + partition);
        this.trimming = new Trimming(log, deliveries, decisions);
        renew();
        fold();
    }

    public int partition() {
        return partition;
    }

    /// The rules decisions are taken with from now on.
    public void policies(Map<String, RulePolicy> current, long hash) {
        policies = current;
        ruleSetHash = hash;
    }

    /// Whom to tell of failures, in the same batch as they are recorded; nobody until this is called.
    public void announce(Announcements announcements) {
        open.announce(announcements);
    }

    /// For reading; valid until the next call that changes anything.
    public LedgerQueries queries() {
        return new LedgerQueries(partition, view);
    }

    /// Deliveries handed over before this offset are in the state; the others are still on their way.
    public long consumedTo() {
        return consumedTo;
    }

    /// A batch is on its way; nothing can be decided before it is settled.
    public boolean isBusy() {
        return appending != null;
    }

    // ---- deciding --------------------------------------------------------------------------------------------------

    /// Claims found after taking over belong to an owner that is gone, except those whose attempts still run here.
    public void releaseClaims(RunsHere runsHere, boolean interrupted, String why, Instant now) {
        for (long offset : view.claimed()) {
            Entry entry = view.existing(offset);
            if (!runsHere.test(offset, entry.claims())) {
                decide(
                        interrupted ? Verdicts.onInterruption(entry, why) : new Decision.Released(offset, false, why),
                        now);
            }
        }
    }

    /// Decides what an outcome means. False if the outcome is of a claim that is over: late, and not recorded.
    public boolean onOutcome(Reported report, Instant now) {
        Entry entry = view.entry(report.offset());
        if (entry == null || entry.state() != State.CLAIMED || entry.claims() != report.number()) {
            return false;
        }
        open.add(report);
        RulePolicy policy = policies.get(entry.delivery().rule());
        Limits.counted(entry, report.outcome(), policy).forEach(counted -> decide(counted, now));
        decide(Verdicts.onOutcome(entry, report.outcome(), policy, now), now);
        return true;
    }

    /// Makes deliveries ready whose time has come. True if there may be more.
    public boolean decideDue(Instant now, int limit) {
        List<Long> due = view.dueBy(now, limit);
        for (long offset : due) {
            decide(new Decision.Due(offset, consumedTo), now);
        }
        return due.size() == limit;
    }

    public @Nullable Instant nextDue() {
        return view.nextDue();
    }

    /// Takes newly handed over deliveries. True if there may be more.
    public boolean decideNew(Instant now) {
        List<LogRecord> arrived = log.read(deliveries, consumedTo, READ_RECORDS, READ_BYTES);
        for (LogRecord record : arrived) {
            Entry entry = state.admit(record.offset(), DeliveryCodec.read(record), record.value(), ledgerNext);
            consumedTo = record.offset() + 1;
            decide(verdicts.onArrival(entry, policies.get(entry.delivery().rule()), now), now);
        }
        return !arrived.isEmpty();
    }

    /// Claims a ready delivery; null if it need not run any more. The attempt may start when the batch is recorded.
    public @Nullable Attempt claim(long offset, Instant now) {
        Entry entry = view.existing(offset);
        RulePolicy policy = policies.get(entry.delivery().rule());
        Decision pointless = verdicts.pointless(entry, policy, now);
        if (policy == null) {
            throw new AssertionError("a claim for rule '" + entry.delivery().rule() + "', which is not loaded");
        }
        Decision instead = pointless == null ? Limits.limited(entry, policy, view, now) : pointless;
        if (instead != null) {
            decide(instead, now);
            return null;
        }
        // Before anything is decided: if the bytes cannot be read, there must not be a claim without an attempt.
        byte[] event;
        try {
            event = eventOf(entry);
        } catch (PartitionDamaged e) {
            // One event that is lost must not keep the others from running.
            decide(new Decision.Died(offset, false, 0, "its event cannot be read: " + e.getMessage()), now);
            return null;
        }
        int number = entry.claims() + 1;
        Instant leaseUntil = now.plus(policy.timeout()).plus(LEASE_MARGIN);
        decide(new Decision.Claimed(offset, number, leaseUntil), now);
        Attempt attempt = new Attempt(new DeliveryId(partition, offset), entry.delivery(), number, leaseUntil, event);
        open.add(attempt);
        return attempt;
    }

    /// Ready deliveries of a lane behind a place.
    public List<Ready> readyOf(LaneKey lane, Ready behind, int limit) {
        return view.readyOf(lane, behind, limit);
    }

    /// An operator wants it tried now. False if it is final, running, or unknown. Asking twice does no harm.
    public boolean replay(long offset, String by, Instant now) {
        Entry entry = view.entry(offset);
        if (entry == null || entry.state().isFinal() || entry.state() == State.CLAIMED) {
            return false;
        }
        long order = entry.state() == State.READY ? entry.order() : consumedTo;
        decide(new Decision.Replayed(offset, order, by), now);
        return true;
    }

    /// An operator drops it. False if it ended otherwise, is running, or unknown. Asking twice does no harm.
    public boolean drop(long offset, String by, Instant now) {
        Entry entry = view.entry(offset);
        if (entry != null && entry.state() == State.DROPPED) {
            return true;
        }
        if (entry == null || entry.state().isFinal() || entry.state() == State.CLAIMED) {
            return false;
        }
        decide(new Decision.Dropped(offset, by), now);
        return true;
    }

    private void decide(Decision decision, Instant now) {
        state.apply(decision, now, ledgerNext);
        open.add(decision);
        Outbox outbox = open.outbox();
        if (outbox.wants(decision)) {
            Entry entry = view.existing(decision.offset());
            RulePolicy policy = policies.get(entry.delivery().rule());
            outbox.add(new DeliveryId(partition, entry.offset()), decision, entry, () -> eventOf(entry), policy, now);
        }
    }

    private byte[] eventOf(Entry entry) {
        byte[] kept = view.takeEvent(entry);
        if (kept != null) {
            return kept;
        }
        return entry.carriedIn() == ledgerNext ? Events.carriedIn(open.decisions(), entry.offset()) : events.of(entry);
    }

    // ---- recording -------------------------------------------------------------------------------------------------

    /// Decisions in the open batch.
    public int undecided() {
        return open.decisions().size();
    }

    /// True if somebody else has written decisions: another owner, of which this one did not hear.
    public boolean isOvertaken() {
        return !log.read(decisions, ledgerNext, 1, 1).isEmpty();
    }

    /// Hands the open batch to the log. Does nothing if there are no decisions and no totals are due.
    public void submit(Instant now, Wakeup wakeup) {
        if ((open.isEmpty() && !trimming.totalsDue()) || appending != null) {
            return;
        }
        Totals totals = trimming.totalsDue() ? queries().totals() : null;
        if (totals != null) {
            trimming.submitted(history.cut(ledgerNext, consumedTo));
        }
        byte[] batch = new LedgerBatch(now, ruleSetHash, consumedFrom, consumedTo, open.decisions(), totals).encode();
        appending =
                producer.submit(open.toAppend(new NewRecord(decisions, now.toEpochMilli(), null, List.of(), batch)));
        appending.whenDone(wakeup);
    }

    /// Looks whether the batch is durable.
    ///
    /// @throws LogUnavailable if it failed; call [#refold] before anything else
    /// @throws ProducerFenced if another owner took the partition over; this ledger is of no use any more
    public Settled settle() {
        Appending current = appending;
        if (current == null || !current.isDone()) {
            return new Settled.Nothing();
        }
        appending = null;
        ledgerNext = current.offsets()[0] + 1;
        consumedFrom = consumedTo;
        trimming.recorded();
        return open.recorded(Deaths.of(partition, open.decisions(), view));
    }

    /// Forgets the state that was not recorded and folds again from what is durable. Returns outcomes that were taken
    /// but not recorded; give them back with [#onOutcome].
    public List<Reported> refold() {
        appending = null;
        List<Reported> lost = open.lost();
        trimming.failed();
        renew();
        fold();
        return lost;
    }

    /// From now on the lanes are told of changes; what is ready and paused already they have to read.
    public void listen() {
        state.listen(lanes);
    }

    private boolean isBetweenBatches() {
        return appending == null && open.isEmpty();
    }

    /// Writes the view down if more changes than this wait.
    public void writeLargeView(int changes) {
        if (view.unwritten() > changes) {
            writeView();
        }
    }

    /// Writes the view down; possible only between batches.
    public void writeView() {
        if (isBetweenBatches()) {
            view.write(new View.Watermark(ledgerNext, consumedTo));
        }
    }

    // ---- upkeep ----------------------------------------------------------------------------------------------------

    /// Forgets deliveries that were finished before the horizon and carries the others that are older, the oldest first
    /// and a bounded number at a time. What is carried is in the open batch.
    public void forgetBefore(Instant horizon, int limit, Instant now) {
        if (isBetweenBatches()) {
            history.walk(horizon, limit, entry -> {
                Decision.Carried carried = events.toCarry(entry, view);
                decide(carried, now);
                return (long) carried.restated().length + carried.event().length;
            });
        }
    }

    /// Lets the log delete what no known delivery needed when totals were last recorded, and asks for totals
    /// in the next batch if more can be deleted after it. Call only after the index was made durable.
    public void trim() {
        if (!isBetweenBatches()) {
            return;
        }
        View.Watermark mark = view.watermark();
        if (view.unwritten() == 0) {
            oldestKept = history.oldestKept(mark.consumedTo());
        }
        // The record of the totals stays in any case, so on its own it is no reason for the next.
        trimming.trim(mark, history.cut(ledgerNext - 1, consumedTo));
    }

    // ---- folding ---------------------------------------------------------------------------------------------------

    private void fold() {
        EventLog.OffsetRange range = log.range(decisions);
        long known = view.watermark().ledgerNext();
        if (known < range.first() || known > range.next()) {
            // Another owner has trimmed the ledger beyond what this view knows, or the view knows more than the log (it
            // was restored from a backup, or lost unsynced records): there is nothing to go on from.
            View.clear(partition, index);
            oldestKept = 0;
            renew();
        }
        View.Watermark mark = view.watermark();
        ledgerNext = Math.max(mark.ledgerNext(), range.first());
        consumedTo = Math.max(mark.consumedTo(), log.range(deliveries).first());
        View.Watermark folded = folding.fold(state, new View.Watermark(ledgerNext, consumedTo), range.next());
        ledgerNext = folded.ledgerNext();
        consumedTo = folded.consumedTo();
        consumedFrom = consumedTo;
    }

    private void renew() {
        try {
            view = new View(partition, index);
        } catch (ViewOutdated e) {
            View.clear(partition, index);
            oldestKept = 0;
            view = new View(partition, index);
        }
        state = new LedgerState(view);
        verdicts = new Verdicts(view);
        history = new History(view, oldestKept);
    }
}
