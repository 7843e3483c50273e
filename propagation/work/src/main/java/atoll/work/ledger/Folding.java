package atoll.work.ledger;

import atoll.log.EventLog;
import atoll.log.LogRecord;
import atoll.log.TopicPartition;
import atoll.work.DeliveryCodec;
import atoll.work.ledger.state.LedgerBatch;
import atoll.work.ledger.state.LedgerState;
import atoll.work.ledger.state.View;

/// Folds recorded decisions, and the deliveries they are about, into a state.
final class Folding {
    private static final int READ_RECORDS = 512;
    private static final long READ_BYTES = 2L << 20;
    private static final int WRITE_AT = 4096;

    private final EventLog log;
    private final TopicPartition deliveries;
    private final TopicPartition decisions;

    Folding(EventLog log, TopicPartition deliveries, TopicPartition decisions) {
        this.log = log;
        this.deliveries = deliveries;
        this.decisions = decisions;
    }

    /// Folds all records from what the state stands for up to an offset. Returns what it stands for then.
    View.Watermark fold(LedgerState state, View.Watermark from, long to) {
        View view = state.view();
        long ledgerNext = from.ledgerNext();
        long consumedTo = from.consumedTo();
        while (ledgerNext < to) {
            for (LogRecord record : log.read(decisions, ledgerNext, READ_RECORDS, READ_BYTES)) {
                LedgerBatch batch = LedgerBatch.decode(record.value());
                consumedTo = arrivals(state, batch, consumedTo, record.offset());
                state.apply(batch, record.offset());
                ledgerNext = record.offset() + 1;
            }
            if (view.unwritten() > WRITE_AT) {
                view.write(new View.Watermark(ledgerNext, consumedTo));
            }
        }
        return new View.Watermark(ledgerNext, consumedTo);
    }

    private long arrivals(LedgerState state, LedgerBatch batch, long from, long ledgerOffset) {
        // Earlier ones were decided in records that are trimmed: they are finished and forgotten.
        long consumedTo = Math.max(from, batch.consumedFrom());
        while (consumedTo < batch.consumedTo()) {
            int wanted = (int) Math.min(READ_RECORDS, batch.consumedTo() - consumedTo);
            for (LogRecord record : log.read(deliveries, consumedTo, wanted, READ_BYTES)) {
                state.admit(record.offset(), DeliveryCodec.read(record), null, ledgerOffset);
                consumedTo = record.offset() + 1;
            }
        }
        return consumedTo;
    }
}
