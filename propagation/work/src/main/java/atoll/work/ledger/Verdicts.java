package atoll.work.ledger;

import atoll.work.Delivery;
import atoll.work.Outcome;
import atoll.work.Root;
import atoll.work.RulePolicy;
import atoll.work.ledger.state.Decision;
import atoll.work.ledger.state.Entry;
import atoll.work.ledger.state.State;
import atoll.work.ledger.state.Twin;
import atoll.work.ledger.state.View;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Decides: what to do with a new delivery, with one about to be claimed, with an outcome. Looks at the view and
/// changes
/// nothing.
final class Verdicts {
    /// After this many claims that ended with their owner's death the delivery is suspected of causing it.
    static final int INTERRUPTIONS_ALLOWED = 5;

    private static final int DETAIL_LENGTH = 600;

    private final View view;

    Verdicts(View view) {
        this.view = view;
    }

    /// The first decision about a delivery.
    Decision onArrival(Entry entry, @Nullable RulePolicy policy, Instant now) {
        Delivery delivery = entry.delivery();
        Long first = view.firstOfEvent(delivery);
        if (first != null) {
            return new Decision.Duplicate(entry.offset(), first, "the same event id as delivery " + first);
        }
        Decision pointless = pointless(entry, policy, now);
        if (pointless != null) {
            return pointless;
        }
        Instant due = delivery.delayUntil();
        Instant until = due != null && due.isAfter(now) ? due : null;
        Entry twin = waitingTwin(delivery);
        if (twin != null && waitsAsLong(twin, until)) {
            return new Decision.Folded(entry.offset(), twin.offset(), twin.order(), until);
        }
        return until != null
                ? new Decision.Delayed(entry.offset(), until)
                : new Decision.Queued(entry.offset(), entry.offset());
    }

    private static boolean waitsAsLong(Entry twin, @Nullable Instant until) {
        return until != null
                ? twin.state() == State.WAITING && until.equals(twin.dueAt())
                : twin.state() == State.READY && twin.claims() == 0;
    }

    /// Why a delivery need not run (any more), or null: a newer root, a twin that was done since, its age.
    @Nullable
    Decision pointless(Entry entry, @Nullable RulePolicy policy, Instant now) {
        Delivery delivery = entry.delivery();
        Root root = delivery.root();
        if (root != null) {
            Instant newest = view.newestRoot(delivery, root);
            if (newest != null && newest.isAfter(root.at())) {
                return new Decision.Superseded(entry.offset(), newest);
            }
        }
        if (policy != null) {
            String tooOld = tooOld(delivery, root, policy, now);
            if (tooOld != null) {
                return new Decision.Abandoned(entry.offset(), tooOld);
            }
        }
        return doneSince(entry, root);
    }

    private @Nullable Decision doneSince(Entry entry, @Nullable Root root) {
        Delivery delivery = entry.delivery();
        if (delivery.dedupKey() == null) {
            return null;
        }
        Twin twin = view.twin(delivery);
        long start = twin.lastStart();
        if (start == Twin.NONE) {
            return null;
        }
        Instant lastStart = Instant.ofEpochMilli(start);
        // A time in whole seconds may be up to a second before the event; without the slack a change would be missed.
        boolean afterEvent = lastStart.minusMillis(delivery.coarse() ? 1000 : 0).isAfter(delivery.created());
        // Only a twin of the same root or a newer one has done this root's work: the rest of an older root's fan-out is
        // superseded by this one and will never run.
        boolean afterRoot = root != null
                && twin.lastRoot() >= root.at().toEpochMilli()
                && lastStart.minusMillis(1000).isAfter(root.at());
        return afterEvent || afterRoot
                ? new Decision.Duplicate(
                        entry.offset(), entry.offset(), "a twin was started at " + lastStart + " and is done")
                : null;
    }

    private static @Nullable String tooOld(Delivery delivery, @Nullable Root root, RulePolicy policy, Instant now) {
        if (isOlder(delivery.created(), policy.claimTtl(), now)) {
            return "created " + delivery.created() + ", claim_ttl is "
                    + policy.claimTtl().toSeconds() + " s";
        }
        if (root != null && isOlder(root.at(), policy.rootClaimTtl(), now)) {
            return "its root is of " + root.at() + ", root_claim_ttl is "
                    + policy.rootClaimTtl().toSeconds() + " s";
        }
        return null;
    }

    private static boolean isOlder(Instant at, Duration ttl, Instant now) {
        return !ttl.isZero() && at.plus(ttl).isBefore(now);
    }

    private @Nullable Entry waitingTwin(Delivery delivery) {
        if (delivery.dedupKey() == null) {
            return null;
        }
        long pending = view.twin(delivery).pending();
        return pending == Twin.NONE ? null : view.entry(pending);
    }

    /// What an attempt's outcome means for the delivery.
    static Decision onOutcome(Entry entry, Outcome outcome, @Nullable RulePolicy policy, Instant now) {
        String detail = cut(outcome.detail());
        long offset = entry.offset();
        return switch (outcome) {
            case Outcome.Done done -> new Decision.Finished(offset, false, done.status(), detail);
            case Outcome.Ignored ignored -> new Decision.Finished(offset, true, ignored.status(), detail);
            case Outcome.Rejected rejected -> new Decision.Died(offset, true, rejected.status(), detail);
            case Outcome.Postponed postponed ->
                new Decision.Postponed(
                        offset,
                        postponed.scope() == Outcome.Scope.WIKI,
                        now.plus(postponed.retryAfter()),
                        postponed.status(),
                        detail);
            case Outcome.Failed failed -> {
                int attempt = entry.attempts() + 1;
                // Its rule was unloaded meanwhile: whether this was the last attempt is for the rule to say, once it is
                // back.
                RulePolicy rule =
                        policy == null ? RulePolicy.of(entry.delivery().rule(), 1) : policy;
                yield policy != null && attempt > policy.retryLimit()
                        ? new Decision.Died(offset, true, failed.status(), detail)
                        : new Decision.RetryAt(offset, now.plus(rule.delayAfter(attempt)), failed.status(), detail);
            }
        };
    }

    /// What a claim that ended with its owner means.
    static Decision onInterruption(Entry entry, String why) {
        return entry.interruptions() + 1 >= INTERRUPTIONS_ALLOWED
                ? new Decision.Died(
                        entry.offset(),
                        false,
                        0,
                        "interrupted " + INTERRUPTIONS_ALLOWED
                                + " times: it may be what kills its owner; look at it before you retry it")
                : new Decision.Released(entry.offset(), true, why);
    }

    static String cut(String detail) {
        return detail.length() <= DETAIL_LENGTH ? detail : detail.substring(0, DETAIL_LENGTH) + "…";
    }
}
