package atoll.work.ledger;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.log.EventLog;
import atoll.log.LogRecord;
import atoll.log.PartitionDamaged;
import atoll.log.TopicPartition;
import atoll.work.ledger.state.Decision;
import atoll.work.ledger.state.Entry;
import atoll.work.ledger.state.LedgerBatch;
import atoll.work.ledger.state.Restated;
import atoll.work.ledger.state.View;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads events that are not in memory any more. Lanes go through the delivery topic in order, so what follows a wanted
/// event is read with it and kept for a while.
final class Events {
    /// The bytes of an event that is not needed.
    static final byte[] NOTHING = {};

    private static final int AHEAD_RECORDS = 64;
    private static final long AHEAD_BYTES = 256L << 10;
    private static final long KEPT_BYTES = 4L << 20;

    private final EventLog log;
    private final TopicPartition deliveries;
    private final TopicPartition decisions;
    private final Map<Long, byte[]> kept = new LinkedHashMap<>();
    private long keptBytes;
    private List<Decision> record = List.of();
    private long recordOffset = Entry.NOT_CARRIED;

    Events(EventLog log, TopicPartition deliveries, TopicPartition decisions) {
        this.log = log;
        this.deliveries = deliveries;
        this.decisions = decisions;
    }

    /// The event of a delivery, from wherever it was recorded last.
    byte[] of(Entry entry) {
        return entry.carriedIn() == Entry.NOT_CARRIED ? at(entry.offset()) : carried(entry);
    }

    /// What a newer record must hold to stand for the delivery.
    Decision.Carried toCarry(Entry entry, View view) {
        return new Decision.Carried(entry.offset(), Restated.of(entry, view).encode(), eventToCarry(entry));
    }

    /// None if it will not run any more, or if it is lost.
    private byte[] eventToCarry(Entry entry) {
        if (entry.state().isFinal()) {
            return NOTHING;
        }
        byte[] inMemory = entry.keptEvent();
        try {
            return inMemory != null ? inMemory : of(entry);
        } catch (PartitionDamaged e) {
            // One event that is lost must not pin the others; who claims it hears of it.
            return NOTHING;
        }
    }

    /// The record is kept until another is read: deliveries are carried in order and mostly claimed in order.
    private byte[] carried(Entry entry) {
        if (recordOffset != entry.carriedIn()) {
            record = LedgerBatch.decode(log.read(decisions, entry.carriedIn(), 1, 1)
                            .getFirst()
                            .value())
                    .decisions();
            recordOffset = entry.carriedIn();
        }
        return carriedIn(record, entry.offset());
    }

    /// The event of a delivery that is carried among these decisions.
    static byte[] carriedIn(List<Decision> decisions, long offset) {
        for (Decision decision : decisions) {
            if (decision instanceof Decision.Carried found && found.offset() == offset) {
                if (found.event().length == 0) {
                    throw new PartitionDamaged("the event of delivery '" + offset
                            + "' could not be read when it was carried: its record is lost");
                }
                return found.event();
            }
        }
        throw new AtollException(
                ErrorKind.INTERNAL,
                "delivery '" + offset + "' is not carried where the view says: the view is damaged; "
                        + "delete the index, it is built again");
    }

    /// The event at an offset of the delivery topic.
    private byte[] at(long offset) {
        byte[] known = kept.remove(offset);
        if (known != null) {
            keptBytes -= known.length;
            return known;
        }
        List<LogRecord> read = log.read(deliveries, offset, AHEAD_RECORDS, AHEAD_BYTES);
        for (LogRecord record : read.subList(1, read.size())) {
            if (kept.putIfAbsent(record.offset(), record.value()) == null) {
                keptBytes += record.value().length;
            }
        }
        Iterator<byte[]> oldest = kept.values().iterator();
        while (keptBytes > KEPT_BYTES) {
            keptBytes -= oldest.next().length;
            oldest.remove();
        }
        return read.getFirst().value();
    }
}
