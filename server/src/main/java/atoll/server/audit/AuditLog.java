package atoll.server.audit;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.json.Json;
import atoll.base.time.Deadline;
import atoll.base.time.TimeSource;
import atoll.log.Batch;
import atoll.log.EventLog;
import atoll.log.LogRecord;
import atoll.log.NewRecord;
import atoll.log.TopicPartition;
import atoll.log.TopicSpec;
import atoll.server.admin.wire.AdminJson;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The durable list of changes. An entry is on disk when the call that writes it returns. Safe for use by many threads.
///
/// A record is a JSON object: the entry, and in the second record of a change `began`, the offset of the first.
public final class AuditLog {
    public static final String TOPIC = "atoll.audit";
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
    private static final Duration KEPT = Duration.ofDays(400);
    private static final Duration WRITTEN_WITHIN = Duration.ofSeconds(10);
    private static final int CHUNK = 500;
    private static final long CHUNK_BYTES = 4L << 20;
    /// Changes that are under way at once write their two records at most so far from each other.
    private static final int BETWEEN = 1_000;

    private final EventLog log;
    private final TimeSource time;
    private final Instant started;

    public AuditLog(EventLog log, TimeSource time) {
        this.log = log;
        this.time = time;
        this.started = time.instant();
        log.createTopic(TOPIC, new TopicSpec(1, KEPT, 0));
    }

    /// A change that is written down and may be made now.
    public record Begun(long offset, AuditEntry entry) {}

    /// Writes down that a change is about to be made.
    ///
    /// @throws AtollException UNAVAILABLE if it cannot be written down; the change must not be made then
    public Begun begin(AuditEntry entry) throws InterruptedException {
        try {
            return new Begun(append(entry, null), entry);
        } catch (AtollException e) {
            throw new AtollException(
                    ErrorKind.UNAVAILABLE,
                    "nothing was changed, because the audit cannot be written: " + e.getMessage(),
                    e);
        }
    }

    /// Writes down what came of it.
    ///
    /// @throws AtollException UNAVAILABLE if that cannot be written down
    public void ended(Begun begun, String result, @Nullable Long count) throws InterruptedException {
        try {
            var _ = append(begun.entry.ended(time.instant(), result, count), begun.offset);
        } catch (AtollException e) {
            throw new AtollException(
                    ErrorKind.UNAVAILABLE,
                    "the result, '" + result + "', cannot be written to the audit: " + e.getMessage(),
                    e);
        }
    }

    /// Writes down something that has happened already, and that nobody waits for.
    ///
    /// @param entry with its result
    public void note(AuditEntry entry) throws InterruptedException {
        var _ = append(entry, null);
    }

    private long append(AuditEntry entry, @Nullable Long began) throws InterruptedException {
        ObjectNode node = AdminJson.object();
        entry.putInto(node);
        if (began != null) {
            node.put("began", began);
        }
        NewRecord record = new NewRecord(PARTITION, entry.at().toEpochMilli(), null, List.of(), AdminJson.bytes(node));
        return log.append(Batch.of(List.of(record)), Deadline.after(time, WRITTEN_WITHIN))[0];
    }

    /// @param next give it as `before` for what is older; null if there is nothing
    public record Page(List<AuditEntry> entries, @Nullable Long next) {}

    /// The newest entries before an offset, the newest first.
    ///
    /// @param before null for the end
    public Page page(@Nullable Long before, int limit) {
        EventLog.OffsetRange range = log.range(PARTITION);
        long end = before == null ? range.next() : Math.min(before, range.next());
        Set<Long> concluded = new HashSet<>();
        for (LogRecord later : read(end, Math.min(range.next(), end + BETWEEN))) {
            began(Json.readTree(later.value()), concluded);
        }
        List<AuditEntry> entries = new ArrayList<>();
        while (end > range.first()) {
            long from = Math.max(range.first(), end - CHUNK);
            List<LogRecord> records = read(from, end);
            for (int i = records.size() - 1; i >= 0; i--) {
                if (entries.size() == limit) {
                    return new Page(entries, records.get(i).offset() + 1);
                }
                JsonNode node = Json.readTree(records.get(i).value());
                began(node, concluded);
                if (!concluded.contains(records.get(i).offset())) {
                    entries.add(shown(AuditEntry.of(node)));
                }
            }
            end = from;
        }
        return new Page(entries, null);
    }

    private static void began(JsonNode node, Set<Long> concluded) {
        if (node.path("began").isNumber()) {
            concluded.add(node.path("began").asLong());
        }
    }

    private AuditEntry shown(AuditEntry entry) {
        if (entry.result() != null) {
            return entry;
        }
        String unknown = entry.at().isBefore(started) ? "not known: Atoll ended meanwhile" : "under way";
        return entry.ended(entry.at(), unknown, null);
    }

    private List<LogRecord> read(long from, long to) {
        List<LogRecord> records = new ArrayList<>();
        long next = from;
        while (next < to) {
            List<LogRecord> more = log.read(PARTITION, next, (int) (to - next), CHUNK_BYTES);
            if (more.isEmpty()) {
                break;
            }
            records.addAll(more);
            next = more.getLast().offset() + 1;
        }
        return records;
    }
}
