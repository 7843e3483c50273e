package atoll.log.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.base.error.AtollException;
import atoll.base.time.Deadline;
import atoll.log.Appending;
import atoll.log.Batch;
import atoll.log.GroupCommit;
import atoll.log.LogRecord;
import atoll.log.LogUnavailable;
import atoll.log.NewRecord;
import atoll.log.OffsetOutOfRange;
import atoll.log.Producer;
import atoll.log.ProducerFenced;
import atoll.log.TopicPartition;
import atoll.log.TopicSpec;
import atoll.testkit.time.VirtualTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MemoryEventLogTest {
    private static final TopicPartition A = new TopicPartition("a", 0);
    private static final TopicPartition B = new TopicPartition("b", 1);

    private final VirtualTime time = new VirtualTime();
    private final MemoryEventLog log = MemoryEventLog.stepped(time);

    @BeforeEach
    void topics() {
        log.createTopic("a", TopicSpec.keepAll(1));
        log.createTopic("b", TopicSpec.keepAll(2));
    }

    @Test
    void batchIsVisibleAsAWholeOnceCommitted() {
        Appending appending = log.submit(
                new Batch(List.of(record(A, "1"), record(B, "2")), List.of(new GroupCommit("g", A, 7, "m"))));
        assertThat(appending.isDone()).isFalse();
        assertThat(log.range(A).next()).isZero();
        assertThat(log.committed("g", A)).isEmpty();
        assertThat(log.commitStep(9)).isEqualTo(1);
        assertThat(appending.offsets()).containsExactly(0, 0);
        assertThat(values(B)).containsExactly("2");
        assertThat(log.committed("g", A))
                .hasValueSatisfying(at -> assertThat(at.nextOffset()).isEqualTo(7));
    }

    @Test
    void batchesBecomeVisibleInTheOrderTheyWereHandedOver() {
        log.submit(Batch.of(record(A, "1")));
        log.submit(Batch.of(record(A, "2")));
        assertThat(log.commitStep(1)).isEqualTo(1);
        assertThat(values(A)).containsExactly("1");
        assertThat(log.commitStep(1)).isEqualTo(1);
        assertThat(values(A)).containsExactly("1", "2");
    }

    @Test
    void failedAppendMayBeThereOrNot() {
        Appending lost = log.submit(Batch.of(record(A, "lost")));
        Appending unknown = log.submit(Batch.of(record(A, "there")));
        log.failStep(false, "disk");
        log.failStep(true, "disk");
        assertThatThrownBy(lost::offsets).isInstanceOf(LogUnavailable.class);
        assertThatThrownBy(unknown::offsets).isInstanceOf(LogUnavailable.class);
        assertThat(values(A)).containsExactly("there");
    }

    @Test
    void newerProducerFencesAlsoWhatWaits() {
        Producer old = log.openProducer("p");
        Appending waiting = old.submit(Batch.of(record(A, "old")));
        Producer newer = log.openProducer("p");
        assertThatThrownBy(waiting::offsets).isInstanceOf(ProducerFenced.class);
        assertThatThrownBy(() -> old.submit(Batch.of(record(A, "late")))).isInstanceOf(ProducerFenced.class);
        newer.submit(Batch.of(record(A, "new")));
        log.commitStep(9);
        assertThat(values(A)).containsExactly("new");
    }

    @Test
    void refusesAppendsWhileToldTo() {
        Producer producer = log.openProducer("p");
        log.refuse("disk full");
        assertThat(log.refusal()).contains("disk full");
        assertThatThrownBy(() -> producer.submit(Batch.of(record(A, "x")))).isInstanceOf(LogUnavailable.class);
        log.refuse(null);
        producer.submit(Batch.of(record(A, "x")));
        assertThat(log.waiting()).isEqualTo(1);
    }

    @Test
    void crashLosesWhatWaits() {
        Appending waiting = log.submit(Batch.of(record(A, "x")));
        assertThat(log.crash()).isEqualTo(1);
        assertThatThrownBy(waiting::offsets).isInstanceOf(LogUnavailable.class);
        log.commitStep(9);
        assertThat(values(A)).isEmpty();
    }

    @Test
    void readKeepsItsLimitsButGivesAtLeastOne() {
        for (String value : List.of("aaaa", "bbbb", "cccc")) {
            log.submit(Batch.of(record(A, value)));
        }
        log.commitStep(9);
        assertThat(log.read(A, 0, 2, 1000)).hasSize(2);
        assertThat(log.read(A, 0, 9, 9)).hasSize(2);
        assertThat(log.read(A, 1, 9, 1)).extracting(LogRecord::offset).containsExactly(1L);
        assertThat(log.read(A, 3, 9, 1)).isEmpty();
        assertThatThrownBy(() -> log.read(A, 4, 9, 1)).isInstanceOf(OffsetOutOfRange.class);
    }

    @Test
    void deletedRecordsAreOutOfRange() {
        log.submit(Batch.of(List.of(record(A, "1"), record(A, "2"))));
        log.commitStep(9);
        log.deleteBefore(A, 1);
        assertThat(log.range(A).first()).isEqualTo(1);
        assertThatThrownBy(() -> log.read(A, 0, 1, 1)).isInstanceOf(OffsetOutOfRange.class);
        assertThat(values(A)).containsExactly("2");
    }

    @Test
    void waitingReadEndsWithItsDeadlineAndAppendAnswersAtOnceWhenCommitting() throws InterruptedException {
        MemoryEventLog immediate = MemoryEventLog.committing(time);
        immediate.createTopic("a", TopicSpec.keepAll(1));
        assertThat(immediate.read(A, 0, 1, 1, Deadline.after(time, Duration.ZERO)))
                .isEmpty();
        assertThat(immediate.append(Batch.of(record(A, "x")), Deadline.after(time, Duration.ofSeconds(1))))
                .containsExactly(0);
        assertThat(immediate.read(A, 0, 1, 1, Deadline.after(time, Duration.ofSeconds(1))))
                .hasSize(1);
    }

    @Test
    void offsetAtFindsTheFirstRecordOfATime() {
        log.submit(Batch.of(new NewRecord(A, 100, null, List.of(), new byte[0])));
        log.submit(Batch.of(new NewRecord(A, 200, null, List.of(), new byte[0])));
        log.commitStep(9);
        assertThat(log.offsetAt(A, 101)).isEqualTo(1);
        assertThat(log.offsetAt(A, 201)).isEqualTo(2);
    }

    @Test
    void unknownPartitionsAndOtherPartitionCountsAreErrors() {
        assertThatThrownBy(() -> log.submit(Batch.of(record(new TopicPartition("c", 0), "x"))))
                .isInstanceOf(AtollException.class)
                .hasMessageContaining("'c'");
        assertThatThrownBy(() -> log.createTopic("a", TopicSpec.keepAll(3)))
                .isInstanceOf(AtollException.class)
                .hasMessageContaining("has 1 partitions");
    }

    private List<String> values(TopicPartition partition) {
        return log.read(partition, log.range(partition).first(), 100, 1000).stream()
                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                .toList();
    }

    private static NewRecord record(TopicPartition to, String value) {
        return new NewRecord(to, 0, null, List.of(), value.getBytes(StandardCharsets.UTF_8));
    }
}
