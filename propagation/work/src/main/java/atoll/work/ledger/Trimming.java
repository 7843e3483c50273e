package atoll.work.ledger;

import atoll.log.EventLog;
import atoll.log.TopicPartition;
import atoll.work.ledger.state.View;

/// Lets the log delete what is not needed, in two steps: first the totals are recorded that make up for it, then, once
/// these are durable, what was not needed when they were recorded is deleted. Not thread-safe.
final class Trimming {
    private final EventLog log;
    private final TopicPartition deliveries;
    private final TopicPartition decisions;
    private History.Cut cut;
    private History.Cut next;
    private boolean totalsDue;

    Trimming(EventLog log, TopicPartition deliveries, TopicPartition decisions) {
        this.log = log;
        this.deliveries = deliveries;
        this.decisions = decisions;
        this.cut = new History.Cut(
                log.range(deliveries).first(), log.range(decisions).first());
        this.next = cut;
    }

    /// The next batch must have totals.
    boolean totalsDue() {
        return totalsDue;
    }

    /// A batch with totals is on its way; after it, everything before the cut may go.
    void submitted(History.Cut after) {
        next = after;
    }

    void recorded() {
        totalsDue = false;
        cut = next;
    }

    void failed() {
        next = cut;
    }

    /// @param mark what the durable view stands for
    /// @param possible what could be deleted if totals were recorded now
    void trim(View.Watermark mark, History.Cut possible) {
        log.deleteBefore(deliveries, Math.min(cut.delivery(), mark.consumedTo()));
        // One record always stays: it says up to where deliveries are decided, also to a process without a view.
        log.deleteBefore(decisions, Math.min(cut.decision(), mark.ledgerNext() - 1));
        totalsDue = possible.isBehind(cut);
    }
}
