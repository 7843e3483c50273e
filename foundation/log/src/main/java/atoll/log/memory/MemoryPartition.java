package atoll.log.memory;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.log.EventLog.OffsetRange;
import atoll.log.LogRecord;
import atoll.log.NewRecord;
import atoll.log.OffsetOutOfRange;
import atoll.log.TopicPartition;
import atoll.log.TopicRules;
import atoll.log.TopicSpec;
import java.util.ArrayList;
import java.util.List;

/// The records of one partition. Guarded by the log's lock.
final class MemoryPartition {
    private final TopicPartition name;
    private final List<LogRecord> records = new ArrayList<>();
    private long first;
    private long bytes;

    MemoryPartition(TopicPartition name) {
        this.name = name;
    }

    OffsetRange range() {
        return new OffsetRange(first, next());
    }

    long bytes() {
        return bytes;
    }

    void check(NewRecord added) {
        if (added.value().length > TopicRules.MAX_RECORD_BYTES) {
            throw new AtollException(
                    ErrorKind.TOO_LARGE,
                    "record of " + added.value().length + " bytes for '" + name + "': at most "
                            + TopicRules.MAX_RECORD_BYTES + " are allowed");
        }
    }

    long append(NewRecord added) {
        long offset = next();
        byte[] key = added.key();
        LogRecord record = new LogRecord(
                offset,
                added.timestampMillis(),
                key == null ? null : key.clone(),
                List.copyOf(added.headers()),
                added.value().clone());
        records.add(record);
        bytes += sizeOf(record);
        return offset;
    }

    List<LogRecord> read(long from, int maxRecords, long maxBytes) {
        if (from < first || from > next()) {
            throw new OffsetOutOfRange("offset " + from + " is not in " + name + ": it holds " + first + " to "
                    + (next() - 1) + " and ends at " + next());
        }
        List<LogRecord> found = new ArrayList<>();
        long taken = 0;
        for (int i = (int) (from - first); i < records.size(); i++) {
            LogRecord record = records.get(i);
            taken += sizeOf(record);
            if (!found.isEmpty() && (found.size() >= maxRecords || taken > maxBytes)) {
                break;
            }
            found.add(record);
        }
        return found;
    }

    long offsetAt(long timestampMillis) {
        for (LogRecord record : records) {
            if (record.timestampMillis() >= timestampMillis) {
                return record.offset();
            }
        }
        return next();
    }

    void deleteBefore(long offset) {
        int gone = (int) Math.max(0, Math.min(offset, next()) - first);
        List<LogRecord> old = records.subList(0, gone);
        for (LogRecord record : old) {
            bytes -= sizeOf(record);
        }
        old.clear();
        first += gone;
    }

    /// Drops what the topic's retention lets go.
    void retain(TopicSpec spec, long nowMillis) {
        long oldest = nowMillis - spec.retentionAge().toMillis();
        int gone = 0;
        long left = bytes;
        for (LogRecord record : records) {
            left -= sizeOf(record);
            boolean old = !spec.retentionAge().isZero() && record.timestampMillis() < oldest;
            boolean tooMuch = spec.retentionBytes() > 0 && left >= spec.retentionBytes();
            if (!old && !tooMuch) {
                break;
            }
            gone++;
        }
        deleteBefore(first + gone);
    }

    private long next() {
        return first + records.size();
    }

    private static long sizeOf(LogRecord record) {
        byte[] key = record.key();
        long size = (long) record.value().length + (key == null ? 0 : key.length);
        for (var header : record.headers()) {
            size += header.name().length() + header.value().length;
        }
        return size;
    }
}
