package atoll.log.embedded.core;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// The meters of the embedded log.
public final class LogMetrics {
    private final Timer append;
    private final Counter records;
    private final Counter bytes;
    private final Timer sync;
    private final DistributionSummary group;
    private final Counter refused;
    private final Counter tornTails;
    private final Counter damagedReads;
    private final Timer checkpoint;
    private final AtomicLong journalBytes = new AtomicLong();
    private final AtomicLong refusing = new AtomicLong();

    public LogMetrics(MeterRegistry registry) {
        append = Timer.builder("atoll.log.append")
                .description("Time from handing an append over until it was durable")
                .register(registry);
        records = Counter.builder("atoll.log.append.record")
                .description("Records made durable")
                .register(registry);
        bytes = Counter.builder("atoll.log.append.bytes")
                .description("Bytes written to the journal")
                .baseUnit("bytes")
                .register(registry);
        sync = Timer.builder("atoll.log.sync")
                .description("Time of one sync of the journal, successful or not")
                .register(registry);
        group = DistributionSummary.builder("atoll.log.group")
                .description("Appends made durable by one sync")
                .register(registry);
        refused = Counter.builder("atoll.log.append.refused")
                .description("Appends refused or failed, because of the disk or because too many were waiting")
                .register(registry);
        tornTails = Counter.builder("atoll.log.torn.tail")
                .description("Incomplete groups cut at start; none of them was acknowledged")
                .register(registry);
        damagedReads = Counter.builder("atoll.log.read.damaged")
                .description("Reads that met a damaged record")
                .register(registry);
        checkpoint = Timer.builder("atoll.log.checkpoint")
                .description("Time to sync the segment files and store a checkpoint")
                .register(registry);
        Gauge.builder("atoll.log.journal", journalBytes, AtomicLong::get)
                .description("Bytes in the present journal, which a restart would replay")
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder("atoll.log.refusing", refusing, AtomicLong::get)
                .description("1 while appends are refused because of the disk")
                .register(registry);
    }

    void appended(long nanos) {
        append.record(nanos, TimeUnit.NANOSECONDS);
    }

    void group(int appends, long recordCount, long byteCount, long journalSize) {
        group.record(appends);
        records.increment((double) recordCount);
        bytes.increment((double) byteCount);
        journalBytes.set(journalSize);
    }

    void synced(long nanos) {
        sync.record(nanos, TimeUnit.NANOSECONDS);
    }

    public void refused(int appends) {
        refused.increment(appends);
    }

    void refusing(boolean now) {
        refusing.set(now ? 1 : 0);
    }

    void tornTail() {
        tornTails.increment();
    }

    void damagedRead() {
        damagedReads.increment();
    }

    void checkpoint(long nanos) {
        checkpoint.record(nanos, TimeUnit.NANOSECONDS);
    }

    void journalSize(long size) {
        journalBytes.set(size);
    }
}
