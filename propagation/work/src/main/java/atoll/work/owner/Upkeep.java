package atoll.work.owner;

import atoll.base.time.TimeSource;
import atoll.index.OrderedIndex;
import java.time.Instant;
import java.util.Collection;

/// What has to be done now and then: make the index durable, forget what is finished and old, trim the topics.
final class Upkeep {
    private static final long HISTORY_EVERY_NANOS = 1_000_000_000L;
    private static final int FORGET_A_STEP = 500;

    private final WorkConfig config;
    private final OrderedIndex index;
    private final TimeSource time;
    private long flushedNanos;
    private long historyNanos;

    Upkeep(WorkConfig config, OrderedIndex index, TimeSource time) {
        this.config = config;
        this.index = index;
        this.time = time;
        this.flushedNanos = time.nanoTime();
        this.historyNanos = flushedNanos;
    }

    void step(Collection<OwnedPartition> partitions, Instant now) {
        for (OwnedPartition partition : partitions) {
            if (!partition.isClosed()) {
                partition.ledger.writeLargeView(config.writeViewAt());
            }
        }
        long nanos = time.nanoTime();
        if (nanos - flushedNanos > config.flushEvery().toNanos()) {
            flush(partitions);
            for (OwnedPartition partition : partitions) {
                if (!partition.isClosed()) {
                    partition.ledger.trim();
                }
            }
            flushedNanos = time.nanoTime();
        }
        // Last, because what is carried is in the open batch, and the view can be written between batches only.
        if (nanos - historyNanos > HISTORY_EVERY_NANOS) {
            historyNanos = nanos;
            Instant horizon = now.minus(config.history());
            for (OwnedPartition partition : partitions) {
                if (!partition.isClosed()) {
                    partition.ledger.forgetBefore(horizon, FORGET_A_STEP, now);
                }
            }
        }
    }

    /// Makes the index durable, so that little has to be folded at the next start.
    void flush(Collection<OwnedPartition> partitions) {
        for (OwnedPartition partition : partitions) {
            if (!partition.mustRefold()) {
                partition.ledger.writeView();
            }
        }
        index.flush();
    }
}
