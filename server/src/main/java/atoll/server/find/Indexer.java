package atoll.server.find;

import atoll.base.error.AtollException;
import atoll.base.lifecycle.Duty;
import atoll.base.lifecycle.Mailbox;
import atoll.base.time.Deadline;
import atoll.base.time.TimeSource;
import atoll.base.time.Wakeup;
import atoll.index.OrderedIndex;
import atoll.log.EventLog;
import atoll.log.LogRecord;
import atoll.log.TopicPartition;
import atoll.log.TopicSpec;
import atoll.server.admin.ports.AdminPorts;
import atoll.server.observe.RootJobs;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the event topics behind the intake and keeps the [FindIndex] of them, and answers questions to it.
///
/// Stepped by one platform thread, which is the only one that touches the index; [#ask] and [#behind] are for any. It
/// is
/// in no hurry, so that many records share a write: what came in a quarter of a second is read together. A partition
/// that
/// cannot be read is passed over until it can; the others go on. What the log deleted before it was read cannot be
/// found.
public final class Indexer implements Duty {
    private static final Logger LOG = LoggerFactory.getLogger(Indexer.class);
    private static final Duration PACE = Duration.ofMillis(250);
    private static final Duration FORGET_EVERY = Duration.ofMinutes(1);
    /// While there is much to read it rests three times as long as it reads, so that it takes a quarter of a core.
    private static final int REST = 3;
    private static final Duration SHORTEST_REST = Duration.ofMillis(10);
    private static final int RECORDS_A_STEP = 1_000;
    private static final int RECORDS_A_READ = 500;
    private static final long BYTES_A_READ = 2L << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final AdminPorts ports;
    private final OrderedIndex stored;
    private final FindMetrics metrics;
    private final long mostRecords;
    private final RootJobs roots;
    private final Wakeup wakeup;
    private final Mailbox<FindIndex> mailbox;
    private @Nullable FindIndex index;
    private @Nullable Instant forgot;
    private @Nullable Long nextReadAtNanos;
    /// Where the last step stopped, so that all partitions have their turn.
    private int turn;

    /// @param stored for this alone
    /// @param mostRecords beyond which the oldest cannot be found any more
    /// @param roots is told of jobs that have one
    public Indexer(AdminPorts ports, OrderedIndex stored, long mostRecords, RootJobs roots, MeterRegistry meters) {
        this.roots = roots;
        this.ports = ports;
        this.stored = stored;
        this.mostRecords = mostRecords;
        this.metrics = new FindMetrics(meters);
        this.wakeup = ports.time().newWakeup();
        this.mailbox = new Mailbox<>("the index of events", ports.time(), wakeup);
    }

    @Override
    public String name() {
        return "find";
    }

    /// Records that cannot be found yet.
    public long behind() {
        return metrics.behind();
    }

    <T> T ask(Function<FindIndex, T> question) throws InterruptedException {
        return mailbox.ask(question, Deadline.after(ports.time(), PATIENCE));
    }

    @Override
    public Next step() {
        FindIndex open = index;
        if (open == null) {
            open = new FindIndex(stored, mostRecords);
            index = open;
        }
        mailbox.open(open);
        TimeSource time = ports.time();
        long start = time.nanoTime();
        if (untilNextRead(start).isZero()) {
            Instant now = time.instant();
            forget(open, now);
            read(open, now);
            long end = time.nanoTime();
            long rest = Math.max(SHORTEST_REST.toNanos(), REST * (end - start));
            nextReadAtNanos = end + (metrics.behind() > 0 ? rest : PACE.toNanos());
        }
        return new Next.OnWakeup(wakeup, untilNextRead(time.nanoTime()));
    }

    private Duration untilNextRead(long nanos) {
        Long next = nextReadAtNanos;
        return next == null ? Duration.ZERO : Duration.ofNanos(Math.max(0, next - nanos));
    }

    private void forget(FindIndex open, Instant now) {
        Instant last = forgot;
        if (last == null || Duration.between(last, now).compareTo(FORGET_EVERY) > 0) {
            forgot = now;
            open.forget(this::firstKept);
        }
    }

    /// Nothing is kept of a topic that is not there any more.
    private long firstKept(TopicPartition partition) {
        boolean isThere = ports.log().topic(partition.topic()).isPresent();
        return isThere ? ports.log().range(partition).first() : Long.MAX_VALUE;
    }

    private void read(FindIndex open, Instant now) {
        List<TopicPartition> partitions = partitions();
        Entries entries = new Entries();
        long read = 0;
        long behind = 0;
        for (int i = 0; i < partitions.size(); i++) {
            TopicPartition partition = partitions.get((turn + i) % partitions.size());
            try {
                EventLog.OffsetRange range = ports.log().range(partition);
                long from = start(open.next(partition), range);
                long count = read < RECORDS_A_STEP && from < range.next() ? read(open, partition, from, entries) : 0;
                read += count;
                behind += range.next() - from - count;
            } catch (AtollException e) {
                LOG.atDebug()
                        .addKeyValue("partition", partition)
                        .addKeyValue("reason", e.getMessage())
                        .log("events cannot be read to be found");
            }
        }
        turn = partitions.isEmpty() ? 0 : (turn + 1) % partitions.size();
        if (!entries.isEmpty()) {
            open.add(entries, now);
            metrics.read(read);
        }
        metrics.present(behind, open.records());
    }

    private List<TopicPartition> partitions() {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : ports.eventTopics()) {
            int count = ports.log().topic(topic).map(TopicSpec::partitions).orElse(0);
            for (int number = 0; number < count; number++) {
                partitions.add(new TopicPartition(topic, number));
            }
        }
        return partitions;
    }

    /// Of a partition that was never read, not more than can be kept. A log that ends before what was read of it is
    /// another
    /// one, from a backup: it is read anew.
    private long start(@Nullable Long next, EventLog.OffsetRange range) {
        if (next == null || next > range.next()) {
            return Math.max(range.first(), range.next() - mostRecords);
        }
        return Math.max(range.first(), next);
    }

    private long read(FindIndex open, TopicPartition partition, long from, Entries into) {
        List<LogRecord> records = ports.log().read(partition, from, RECORDS_A_READ, BYTES_A_READ);
        Generation.Spot spot = records.isEmpty() ? new Generation.Spot(0, 0) : open.spot(partition);
        for (LogRecord record : records) {
            EventSummary event = EventReading.read(record, record.value());
            if (event == null) {
                into.pass(spot, record.offset());
            } else {
                into.add(spot, record.offset(), event);
                count(partition, event);
            }
        }
        return records.size();
    }

    private void count(TopicPartition partition, EventSummary event) {
        String signature = event.rootSignature();
        if (signature != null) {
            roots.add(ports.streamOf(partition.topic()), signature, event.wiki(), event.title(), event.id());
        }
    }
}
