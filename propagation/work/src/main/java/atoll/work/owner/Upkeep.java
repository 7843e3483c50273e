package atoll.work.owner;

import atoll.base.error.AtollException;
import atoll.base.time.TimeSource;
import atoll.index.OrderedIndex;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What has to be done now and then: make the index durable, forget what is finished and old, trim the topics.
final class Upkeep {
    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
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

    /// @param failed told of a partition whose view could not be written or trimmed
    void step(Collection<OwnedPartition> partitions, Instant now, BiConsumer<OwnedPartition, AtollException> failed) {
        long nanos = time.nanoTime();
        boolean history = nanos - historyNanos > HISTORY_EVERY_NANOS;
        historyNanos = history ? nanos : historyNanos;
        boolean flush = nanos - flushedNanos > config.flushEvery().toNanos();
        boolean flushed = flush && tryFlush(partitions);
        for (OwnedPartition partition : List.copyOf(partitions)) {
            if (partition.isClosed()) {
                continue;
            }
            try {
                partition.ledger.writeLargeView(config.writeViewAt());
                if (flushed) {
                    partition.ledger.trim();
                }
                // Last, because what is carried is in the open batch, and the others work between batches only.
                if (history) {
                    partition.ledger.forgetBefore(now.minus(config.history()), FORGET_A_STEP, now);
                }
            } catch (AtollException e) {
                failed.accept(partition, e);
            }
        }
    }

    /// A flush that fails makes the next start longer, and is tried again after the usual time.
    boolean tryFlush(Collection<OwnedPartition> partitions) {
        try {
            flush(partitions);
            return true;
        } catch (AtollException e) {
            LOG.atWarn().addKeyValue("reason", e.getMessage()).log("work index was not made durable");
            return false;
        } finally {
            flushedNanos = time.nanoTime();
        }
    }

    /// Makes the index durable, so that little has to be folded at the next start.
    private void flush(Collection<OwnedPartition> partitions) {
        for (OwnedPartition partition : partitions) {
            if (!partition.mustRefold()) {
                partition.ledger.writeView();
            }
        }
        index.flush();
    }
}
