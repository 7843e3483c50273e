package atoll.changeprop.admission;

import atoll.base.error.AtollException;
import atoll.base.time.TimeSource;
import atoll.changeprop.Envelope;
import atoll.changeprop.rule.Rule;
import atoll.changeprop.rule.StreamRules;
import atoll.changeprop.rule.template.EventView;
import atoll.log.EventLog;
import atoll.log.EventLog.OffsetRange;
import atoll.log.LogRecord;
import atoll.log.NewRecord;
import atoll.log.OffsetOutOfRange;
import atoll.work.DeliveryLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads what is new in the streams and decides each record. Has no memory of its own but whose turn it is.
final class Drafting {
    static final int MOST_RECORDS = 512;
    static final long MOST_BYTES = 4 * 1024 * 1024;
    /// A log takes batches of up to 64 MiB and records of up to 16 MiB; the rest is for positions and headers.
    static final long MOST_WRITTEN = 60L * 1024 * 1024;

    static final long MOST_RECORD = 15L * 1024 * 1024;
    /// A stream that cannot be read is left alone this long; the others go on.
    static final Duration REST = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(Drafting.class);

    private final EventLog log;
    private final DeliveryLog deliveries;
    private final ErrorStream errors;
    private final TimeSource time;
    private final AdmissionMetrics metrics;
    private int turn;

    Drafting(EventLog log, DeliveryLog deliveries, ErrorStream errors, TimeSource time, AdmissionMetrics metrics) {
        this.log = log;
        this.deliveries = deliveries;
        this.errors = errors;
        this.time = time;
        this.metrics = metrics;
    }

    /// Each stream has its turn: the next draft starts behind the last stream this one read.
    Draft draft(List<StreamReader> readers) {
        Draft draft = new Draft();
        int first = readers.isEmpty() ? 0 : turn % readers.size();
        for (int i = 0; i < readers.size(); i++) {
            int index = (first + i) % readers.size();
            if (draft.read() >= MOST_RECORDS || draft.bytes() >= MOST_BYTES) {
                break;
            }
            int before = draft.read();
            advance(readers.get(index), draft);
            if (draft.read() > before) {
                turn = index + 1;
            }
        }
        return draft;
    }

    /// Large enough that a larger one would not be cheaper; there may be more to read already.
    static boolean isLarge(Draft draft) {
        return draft.read() >= MOST_RECORDS / 2 || draft.bytes() >= MOST_BYTES / 2;
    }

    private void advance(StreamReader reader, Draft draft) {
        if (reader.isResting(time.nanoTime())) {
            return;
        }
        try {
            OffsetRange range = log.range(reader.partition());
            long ready = range.next() - reader.next();
            if (ready == 0) {
                return;
            }
            if (ready < 0) {
                rest(
                        reader,
                        "position is behind the end of the partition: was the log replaced by an older copy",
                        null);
            } else if (reader.rules().isEmpty()) {
                draft.move(reader, range.next(), AdmissionCounts.ofUnmatched(ready));
            } else {
                read(reader, range, draft);
            }
        } catch (AtollException e) {
            rest(reader, "stream cannot be read, others go on", e);
        }
    }

    private void read(StreamReader reader, OffsetRange range, Draft draft) {
        long from = Math.max(reader.next(), range.first());
        AdmissionCounts counts = lost(reader, from);
        List<LogRecord> records;
        try {
            records = log.read(
                    reader.partition(), from, MOST_RECORDS - draft.read(), Math.max(1, MOST_BYTES - draft.bytes()));
        } catch (OffsetOutOfRange e) {
            // Retention deleted it between the two calls; the next step sees the new range.
            return;
        }
        // Nothing enters the draft before the whole of it is decided: should one record throw, none of them may be
        // written without the position that says so.
        List<NewRecord> made = new ArrayList<>();
        long bytes = draft.bytes();
        int taken = 0;
        for (LogRecord record : records) {
            List<NewRecord> ofThis = new ArrayList<>();
            AdmissionCounts decided = decideWithinLimits(reader, record, ofThis);
            long size = sizeOf(ofThis);
            if (bytes > 0 && bytes + size > MOST_WRITTEN) {
                break;
            }
            made.addAll(ofThis);
            counts = counts.plus(decided);
            bytes += size;
            taken++;
            from = record.offset() + 1;
            if (bytes >= MOST_BYTES) {
                break;
            }
        }
        made.forEach(draft::add);
        draft.countRead(taken);
        if (from > reader.next()) {
            draft.move(reader, from, counts);
        }
    }

    private static AdmissionCounts lost(StreamReader reader, long first) {
        long lost = first - reader.next();
        if (lost == 0) {
            return AdmissionCounts.NONE;
        }
        LOG.atError()
                .addKeyValue("partition", reader.partition())
                .addKeyValue("offset", reader.next())
                .addKeyValue("records", lost)
                .log("records were deleted before they were admitted; lengthen the retention of this stream");
        return AdmissionCounts.ofLost(lost);
    }

    /// An event is written once for each rule. One that no batch can hold would be refused for ever and hold up all
    /// others.
    private AdmissionCounts decideWithinLimits(StreamReader reader, LogRecord record, List<NewRecord> made) {
        AdmissionCounts decided = decide(reader, record, made);
        long size = sizeOf(made);
        if (size <= MOST_WRITTEN && made.stream().allMatch(each -> Draft.sizeOf(each) <= MOST_RECORD)) {
            return decided;
        }
        String message = "the event is too large: its " + made.size() + " deliveries have " + size
                + " bytes (at most " + MOST_WRITTEN + " together, " + MOST_RECORD
                + " each); send smaller events or let fewer rules read this stream";
        made.clear();
        return unreadable(reader, record, message, made);
    }

    private static long sizeOf(List<NewRecord> records) {
        return records.stream().mapToLong(Draft::sizeOf).sum();
    }

    private AdmissionCounts decide(StreamReader reader, LogRecord record, List<NewRecord> made) {
        EventFields event = EventFields.read(record.value());
        if (event == null) {
            return unreadable(reader, record, "the record is not a JSON object", made);
        }
        if (!event.hasMeta()) {
            return unreadable(reader, record, "the event has no 'meta'", made);
        }
        Envelope envelope;
        try {
            envelope = Envelope.of(record);
        } catch (AtollException e) {
            return unreadable(reader, record, "the envelope cannot be read: " + e.getMessage(), made);
        }
        String id = Deliveries.id(reader.partition(), record, envelope, event);
        StreamRules.Selection selection =
                reader.rules().select(new EventView(record.value(), id, envelope.received()), event.isCanary());
        metrics.skipped(selection);
        if (selection.rules().isEmpty()) {
            return AdmissionCounts.ofUnmatched(1);
        }
        for (Rule rule : selection.rules()) {
            made.add(deliveries.record(Deliveries.of(rule, reader, record, envelope, event), record.value()));
        }
        return AdmissionCounts.ofMatched(selection.rules().size());
    }

    private AdmissionCounts unreadable(StreamReader reader, LogRecord record, String message, List<NewRecord> made) {
        errors.createIfAbsent();
        made.add(errors.record(reader.partition(), record, message, time.instant()));
        return AdmissionCounts.ofUnreadable();
    }

    private void rest(StreamReader reader, String message, @Nullable AtollException cause) {
        reader.restUntil(time.nanoTime() + REST.toNanos());
        metrics.damaged();
        LOG.atError()
                .addKeyValue("partition", reader.partition())
                .addKeyValue("offset", reader.next())
                .setCause(cause)
                .log(message);
    }
}
