package atoll.work.ledger;

import atoll.log.EventLog;
import atoll.log.LogRecord;
import atoll.log.TopicPartition;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads events that are not in memory any more. Lanes go through the delivery topic in order, so what follows a wanted
/// event is read with it and kept for a while.
final class Events {
    private static final int AHEAD_RECORDS = 64;
    private static final long AHEAD_BYTES = 256L << 10;
    private static final long KEPT_BYTES = 4L << 20;

    private final EventLog log;
    private final TopicPartition deliveries;
    private final Map<Long, byte[]> kept = new LinkedHashMap<>();
    private long keptBytes;

    Events(EventLog log, TopicPartition deliveries) {
        this.log = log;
        this.deliveries = deliveries;
    }

    /// The event at an offset of the delivery topic.
    byte[] at(long offset) {
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
