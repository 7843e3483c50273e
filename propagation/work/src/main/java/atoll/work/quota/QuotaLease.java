package atoll.work.quota;

import java.time.Duration;

/// An owner's lease of a limit's units: what it may use now, and when it has to ask.
///
/// It counts from the moment of asking, so that it is over before the bank gives the units to others, however long the
/// answer took. Not thread-safe; time is the caller's.
public final class QuotaLease {
    private final String owner;
    private final Duration patience;
    private long lastQuestion;
    private long askedNanos;
    private boolean isAsking;
    private int wantedBefore;
    /// The bank knows that it goes by what it holds.
    private boolean isConfirmed = true;
    private QuotaBank.Grant held = new QuotaBank.Grant(0, 0, Duration.ZERO);
    private long heldSinceNanos;

    /// @param owner the name of this life of the owner; another life needs another name
    /// @param patience an answer that takes longer is not waited for
    public QuotaLease(String owner, Duration patience) {
        this.owner = owner;
        this.patience = patience;
    }

    /// What may run at once now.
    public int units(long nowNanos) {
        return held.question() > 0 && nowNanos - heldSinceNanos < held.lease().toNanos() ? held.units() : 0;
    }

    /// Whether the bank has to be asked now: half of the lease is over, more is wanted than before, or less was granted
    /// than
    /// before, so that the bank has to hear what still runs before it gives the rest to others.
    public boolean mustAsk(int wanted, long nowNanos) {
        if (isAsking && nowNanos - askedNanos < patience.toNanos()) {
            return false;
        }
        boolean runsOut = nowNanos - heldSinceNanos >= held.lease().toNanos() / 2;
        return held.question() == 0 || !isConfirmed || runsOut || wanted > wantedBefore;
    }

    /// The question to send now.
    public QuotaBank.Question ask(int used, int wanted, long nowNanos) {
        isAsking = true;
        isConfirmed = true;
        askedNanos = nowNanos;
        wantedBefore = wanted;
        return new QuotaBank.Question(owner, ++lastQuestion, held.question(), used, wanted);
    }

    /// The answer came. One to an older question is not gone by: the bank may have given its units to others.
    public void granted(QuotaBank.Grant grant) {
        if (isAsking && grant.question() == lastQuestion) {
            isAsking = false;
            isConfirmed = grant.units() >= held.units();
            held = grant;
            heldSinceNanos = askedNanos;
        }
    }
}
