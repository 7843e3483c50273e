package atoll.work.ledger.state;

import atoll.work.Delivery;
import atoll.work.LimitKey;
import atoll.work.Root;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What the decisions of one partition fold to.
///
/// [#admit] and [#apply] are the only ways to change it; both take nothing from outside, so a replay ends in the same
/// state. Not thread-safe.
public final class LedgerState {
    private final View view;
    private Lanes lanes = Lanes.NONE;

    public LedgerState(View view) {
        this.view = view;
    }

    public View view() {
        return view;
    }

    /// Tells the listener of changes from now on; what is ready already it has to read.
    public void listen(Lanes listener) {
        lanes = listener;
    }

    /// A delivery was handed over; its first decision follows.
    public Entry admit(long offset, Delivery delivery, byte @Nullable [] event, long ledgerOffset) {
        Entry entry = new Entry(offset, delivery);
        entry.ledgerOffset = ledgerOffset;
        view.putNew(entry, event);
        view.count(entry, 1);
        return entry;
    }

    /// Folds one decision that was taken at `at`. A decision about a delivery that is not known changes only what else
    /// it says: the delivery is finished and forgotten, or it is carried in a later record.
    ///
    /// @param ledgerOffset the record it is in
    public void apply(Decision decision, Instant at, long ledgerOffset) {
        if (decision instanceof Decision.Carried carried) {
            carry(carried, at, ledgerOffset);
            return;
        }
        if (decision instanceof Decision.Counted counted) {
            count(counted, at);
            return;
        }
        Entry entry = view.entry(decision.offset());
        if (entry == null) {
            if (decision instanceof Decision.Folded folded) {
                foldAway(folded, at);
            }
            return;
        }
        leave(entry);
        enter(entry, change(entry, decision, at), at);
    }

    private void count(Decision.Counted counted, Instant at) {
        Entry entry = view.entry(counted.offset());
        if (entry == null) {
            return;
        }
        String wiki = entry.delivery().wiki();
        for (LimitKey key : entry.delivery().limits()) {
            if (key.limiter().equals(counted.limiter())) {
                Failures more = view.failures(wiki, key).plus(at, counted.precision(), counted.horizon());
                view.putFailures(wiki, key, more);
            }
        }
    }

    private void carry(Decision.Carried carried, Instant at, long ledgerOffset) {
        Entry entry = view.entry(carried.offset());
        if (entry == null) {
            Restated restated = Restated.decode(carried.offset(), carried.restated());
            entry = restated.entry();
            restated.putInto(view);
            if (!entry.state.isFinal()) {
                // One that is finished is counted already: in the view that forgot it, or in the totals that follow.
                view.count(entry, 1);
            }
            place(entry);
        }
        view.carried(entry, ledgerOffset, at);
    }

    /// Folds the decisions of a record and what it restates.
    public void apply(LedgerBatch batch, long ledgerOffset) {
        batch.decisions().forEach(decision -> apply(decision, batch.at(), ledgerOffset));
        Totals totals = batch.totals();
        if (totals != null) {
            restate(totals);
        }
    }

    /// What was counted and paused in records that may be trimmed.
    private void restate(Totals totals) {
        view.restateEnded(totals.ended());
        totals.pauses().forEach(view::putPause);
    }

    /// Changes everything but the state, and returns the new state.
    private State change(Entry entry, Decision decision, Instant at) {
        return switch (decision) {
            case Decision.Queued d -> {
                remember(entry);
                entry.order = d.order();
                yield note(entry, at, "queued", 0, "", State.READY);
            }
            case Decision.Delayed d -> {
                remember(entry);
                entry.dueAt = d.until();
                yield note(entry, at, "waiting", 0, "until " + d.until(), State.WAITING);
            }
            case Decision.Duplicate d -> note(entry, at, "duplicate", 0, d.why(), State.DUPLICATE);
            case Decision.Folded d -> fold(entry, d, at);
            case Decision.Superseded d ->
                note(entry, at, "superseded", 0, "a root of " + d.newestRoot() + " is newer", State.SUPERSEDED);
            case Decision.Abandoned d -> note(entry, at, "abandoned", 0, d.why(), State.ABANDONED);
            case Decision.Due d -> {
                entry.order = d.order();
                entry.dueAt = null;
                yield note(entry, at, "due", 0, "", State.READY);
            }
            case Decision.Claimed d -> {
                entry.claims = d.number();
                entry.claimedAt = at;
                entry.leaseUntil = d.leaseUntil();
                yield note(entry, at, "claimed", 0, "", State.CLAIMED);
            }
            case Decision.Finished d -> finish(entry, d, at);
            case Decision.RetryAt d -> {
                entry.attempts++;
                entry.dueAt = d.due();
                yield note(entry, at, "failed", d.status(), d.detail(), State.RETRY);
            }
            case Decision.Postponed d -> postpone(entry, d, at);
            case Decision.Died d -> {
                entry.attempts += d.charged() ? 1 : 0;
                yield note(entry, at, "dead", d.status(), d.detail(), State.DEAD);
            }
            case Decision.Released d -> {
                entry.interruptions += d.interrupted() ? 1 : 0;
                yield note(entry, at, d.interrupted() ? "interrupted" : "handed back", 0, d.why(), State.READY);
            }
            case Decision.Replayed d -> {
                entry.order = d.order();
                entry.attempts = 0;
                entry.interruptions = 0;
                entry.dueAt = null;
                yield note(entry, at, "retried by an operator", 0, d.by(), State.READY);
            }
            case Decision.Dropped d -> note(entry, at, "dropped by an operator", 0, d.by(), State.DROPPED);
            case Decision.Limited d -> {
                entry.dueAt = d.until();
                yield note(entry, at, "limited", 0, d.why() + "; waits until " + d.until(), State.WAITING);
            }
            case Decision.Counted _ -> throw new AssertionError("counting changes no state");
            case Decision.Carried _ -> throw new AssertionError("carrying changes no state");
        };
    }

    private static State note(Entry entry, Instant at, String what, int status, String detail, State to) {
        entry.timeline.add(at, what, status, detail);
        return to;
    }

    /// From now on, later repeats, twins and roots are compared with this delivery.
    private void remember(Entry entry) {
        Delivery delivery = entry.delivery();
        view.putEvent(delivery, entry.offset());
        if (delivery.dedupKey() != null) {
            view.putTwin(delivery, view.twin(delivery).waiting(entry.offset()));
        }
        Root root = delivery.root();
        if (root != null) {
            Instant newest = view.newestRoot(delivery, root);
            if (newest == null || newest.isBefore(root.at())) {
                view.putRoot(delivery, root);
            }
        }
    }

    private State fold(Entry newest, Decision.Folded folded, Instant at) {
        foldAway(folded, at);
        remember(newest);
        newest.order = folded.order();
        newest.dueAt = folded.until();
        String place = "takes the place of the older twin " + folded.older();
        return note(newest, at, "queued", 0, place, folded.until() == null ? State.READY : State.WAITING);
    }

    private void foldAway(Decision.Folded folded, Instant at) {
        Entry older = view.entry(folded.older());
        if (older != null) {
            leave(older);
            String into = "folded into the newer twin " + folded.offset();
            enter(older, note(older, at, "duplicate", 0, into, State.DUPLICATE), at);
        }
    }

    private State finish(Entry entry, Decision.Finished finished, Instant at) {
        Delivery delivery = entry.delivery();
        Instant started = entry.claimedAt;
        if (delivery.dedupKey() != null && started != null && !finished.ignored()) {
            view.putTwin(delivery, view.twin(delivery).done(entry.offset(), delivery, started.toEpochMilli()));
        }
        String what = finished.ignored() ? "ignored" : "done";
        return note(
                entry, at, what, finished.status(), finished.detail(), finished.ignored() ? State.IGNORED : State.DONE);
    }

    private State postpone(Entry entry, Decision.Postponed postponed, Instant at) {
        String rule = postponed.wholeWiki() ? "" : entry.delivery().rule();
        PauseKey paused = new PauseKey(rule, entry.delivery().wiki());
        view.putPause(paused, postponed.until());
        lanes.paused(paused.rule(), paused.wiki(), postponed.until());
        return note(entry, at, "postponed", postponed.status(), postponed.detail(), State.READY);
    }

    private void leave(Entry entry) {
        switch (entry.state) {
            case READY -> {
                view.deleteReady(entry);
                lanes.gone(LaneKey.of(entry.delivery()), entry.order, entry.offset());
            }
            case WAITING, RETRY -> view.deleteWaiting(entry);
            case CLAIMED -> view.deleteClaimed(entry);
            case DEAD -> view.deleteDead(entry);
            case NEW, DONE, IGNORED, DUPLICATE, SUPERSEDED, ABANDONED, DROPPED -> {}
        }
        view.count(entry, -1);
    }

    private void enter(Entry entry, State to, Instant at) {
        entry.state = to;
        entry.changedAt = at;
        view.count(entry, 1);
        view.changed(entry);
        place(entry);
    }

    private void place(Entry entry) {
        switch (entry.state) {
            case READY -> {
                view.putReady(entry);
                lanes.ready(LaneKey.of(entry.delivery()), entry.order, entry.offset());
            }
            case WAITING, RETRY -> view.putWaiting(entry);
            case CLAIMED -> view.putClaimed(entry);
            case DEAD -> view.putDead(entry);
            case NEW, DONE, IGNORED, DUPLICATE, SUPERSEDED, ABANDONED, DROPPED -> {}
        }
    }
}
