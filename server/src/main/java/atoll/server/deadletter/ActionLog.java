package atoll.server.deadletter;

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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Actions as they are kept: each record is one as JSON; the last of an id counts.
final class ActionLog {
    static final String TOPIC = "atoll.action";
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
    private static final Duration KEPT = Duration.ofDays(90);
    private static final long KEPT_BYTES = 16L << 20;
    private static final Duration WRITTEN_WITHIN = Duration.ofSeconds(10);
    private static final int RECORDS = 1_000;
    private static final long BYTES = 4L << 20;

    private final EventLog log;
    private final TimeSource time;

    ActionLog(EventLog log, TimeSource time) {
        this.log = log;
        this.time = time;
        log.createTopic(TOPIC, new TopicSpec(1, KEPT, KEPT_BYTES));
    }

    /// Durable when it returns.
    void write(Action action) throws InterruptedException {
        NewRecord record = new NewRecord(PARTITION, time.millis(), null, List.of(), AdminJson.bytes(action.asJson()));
        var _ = log.append(Batch.of(record), Deadline.after(time, WRITTEN_WITHIN));
    }

    /// All that are kept, by id.
    Map<String, Action> read() {
        Map<String, Action> actions = new TreeMap<>();
        EventLog.OffsetRange range = log.range(PARTITION);
        long next = range.first();
        while (next < range.next()) {
            for (LogRecord record : log.read(PARTITION, next, RECORDS, BYTES)) {
                Action action = Action.of(Json.readTree(record.value()));
                actions.put(action.id(), action);
                next = record.offset() + 1;
            }
        }
        return actions;
    }
}
