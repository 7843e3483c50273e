package atoll.work.ledger;

import atoll.log.Batch;
import atoll.log.NewRecord;
import atoll.work.Announcements;
import atoll.work.Attempt;
import atoll.work.ledger.state.Decision;
import java.util.ArrayList;
import java.util.List;

/// The decisions that are not known to be durable, and what depends on them: attempts that may start then, outcomes
/// that
/// have to be given back if not, and what others are told in the same batch. Not thread-safe.
final class OpenBatch {
    private final Outbox outbox = new Outbox();
    private List<Decision> decisions = new ArrayList<>();
    private List<Attempt> claimed = new ArrayList<>();
    private List<Reported> reported = new ArrayList<>();

    void announce(Announcements announcements) {
        outbox.announce(announcements);
    }

    boolean isEmpty() {
        return decisions.isEmpty();
    }

    List<Decision> decisions() {
        return decisions;
    }

    Outbox outbox() {
        return outbox;
    }

    void add(Decision decision) {
        decisions.add(decision);
    }

    /// May start when its claim, which was added before, is recorded.
    void add(Attempt attempt) {
        claimed.add(attempt);
    }

    /// The outcome behind the decisions that follow.
    void add(Reported outcome) {
        reported.add(outcome);
        outbox.answered(outcome.offset(), outcome.outcome().answer());
    }

    /// @param record of all decisions
    Batch toAppend(NewRecord record) {
        return outbox.with(record);
    }

    /// It is durable; the next batch begins.
    Settled.Recorded recorded(Deaths deaths) {
        Settled.Recorded settled = new Settled.Recorded(decisions.size(), claimed, deaths);
        clear();
        return settled;
    }

    /// It is lost; the next batch begins. Returns the outcomes that were in it.
    List<Reported> lost() {
        List<Reported> again = reported;
        clear();
        return again;
    }

    /// What was handed out is not touched.
    private void clear() {
        decisions = new ArrayList<>();
        claimed = new ArrayList<>();
        reported = new ArrayList<>();
        outbox.clear();
    }
}
