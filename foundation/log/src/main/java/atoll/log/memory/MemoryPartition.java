package atoll.log.memory;

import atoll.log.EventLog.OffsetRange;
import atoll.log.LogRecord;
import atoll.log.NewRecord;
import atoll.log.OffsetOutOfRange;
import atoll.log.TopicPartition;
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
