package atoll.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.time.Deadline;
import atoll.base.time.SystemTime;
import atoll.base.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// The log that a contract is held against: opened before each test with three partitions, and what tests do with it.
///
/// The opened log must keep segments of at most about 4 KiB, so that deletions can be seen.
@SuppressWarnings("NullAway.Init") // JUnit calls open() first
abstract class OpenedLog {
    protected static final TopicPartition A0 = new TopicPartition("contract.a", 0);
    protected static final TopicPartition A1 = new TopicPartition("contract.a", 1);
    protected static final TopicPartition B0 = new TopicPartition("contract.b", 0);
    static final long MANY = 1 << 20;

    protected final TimeSource time = new SystemTime();
    protected EventLog log;

    /// Opens the log of this test, with all that was stored before.
    protected abstract EventLog openLog() throws Exception;

    /// Makes the log apply its retention as if so much more time had passed.
    protected abstract void applyRetentionAfter(Duration more) throws Exception;

    @BeforeEach
    void open() throws Exception {
        log = openLog();
        log.createTopic("contract.a", TopicSpec.keepAll(2));
        log.createTopic("contract.b", TopicSpec.keepAll(1));
    }

    @AfterEach
    void close() throws Exception {
        log.close();
    }

    protected final void reopen() throws Exception {
        log.close();
        log = openLog();
    }

    protected final Deadline soon() {
        return Deadline.after(time, Duration.ofSeconds(20));
    }

    protected final long[] append(NewRecord... records) throws InterruptedException {
        return log.append(Batch.of(List.of(records)), soon());
    }

    protected final void fill(TopicPartition partition, int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            append(new NewRecord(partition, time.millis(), bytes("k" + i), List.of(), bytes("v".repeat(250))));
        }
    }

    protected final List<LogRecord> readAll(TopicPartition partition) {
        List<LogRecord> all = new ArrayList<>();
        long at = log.range(partition).first();
        List<LogRecord> read = log.read(partition, at, 7, MANY);
        while (!read.isEmpty()) {
            for (LogRecord record : read) {
                assertThat(record.offset()).isEqualTo(at++);
            }
            all.addAll(read);
            read = log.read(partition, at, 7, MANY);
        }
        return all;
    }

    protected static List<String> values(List<LogRecord> records) {
        return records.stream().map(record -> new String(record.value(), UTF_8)).toList();
    }

    protected static NewRecord record(TopicPartition to, String value) {
        return new NewRecord(to, 1_000, null, List.of(), bytes(value));
    }

    protected static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
