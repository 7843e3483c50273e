package atoll.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.id.Randomness;
import atoll.base.lifecycle.Threads;
import atoll.base.time.Deadline;
import atoll.base.time.Wakeup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every [EventLog] promises. An engine's test extends this and says how its log is opened.
public abstract class EventLogContract extends OpenedLog {
    @Test
    void offsetsOfAPartitionGrowByOneInTheOrderOfSubmission() throws Exception {
        for (int i = 0; i < 50; i++) {
            assertThat(append(record(A0, "r" + i))).containsExactly(i);
        }
        assertThat(values(readAll(A0)))
                .containsExactlyElementsOf(
                        IntStream.range(0, 50).mapToObj(i -> "r" + i).toList());
        assertThat(log.range(A0)).isEqualTo(new EventLog.OffsetRange(0, 50));
        assertThat(log.range(A1)).isEqualTo(new EventLog.OffsetRange(0, 0));
    }

    @Test
    void aBatchOverTopicsGetsItsOffsetsInItsOwnOrder() throws Exception {
        append(record(B0, "before"));
        long[] offsets = append(record(A0, "0"), record(B0, "1"), record(A0, "2"), record(A1, "3"), record(B0, "4"));
        assertThat(offsets).containsExactly(0, 1, 1, 0, 2);
        assertThat(values(readAll(A0))).containsExactly("0", "2");
        assertThat(values(readAll(B0))).containsExactly("before", "1", "4");
    }

    @Test
    void aBatchBecomesVisibleAsAWhole() throws Exception {
        ConcurrentLinkedQueue<String> broken = new ConcurrentLinkedQueue<>();
        Thread reader = Threads.startVirtual("reader", () -> {
            while (log.range(A0).next() < 200) {
                long first = log.range(A0).next();
                long second = log.range(B0).next();
                if (second < first) {
                    broken.add(first + " in a, " + second + " in b");
                }
            }
        });
        for (int i = 0; i < 200; i++) {
            append(record(A0, "a"), record(B0, "b"));
        }
        reader.join();
        assertThat(broken).isEmpty();
    }

    @Test
    void bytesComeBackAsTheyWere() throws Exception {
        Randomness randomness = Randomness.seeded(7);
        byte[] binary = new byte[3000];
        for (int i = 0; i < binary.length; i++) {
            binary[i] = (byte) randomness.nextLong();
        }
        byte[] empty = new byte[0];
        List<Header> headers =
                List.of(new Header("plain", bytes("value")), new Header("größe", binary), new Header("leer", empty));
        NewRecord[] records = {
            new NewRecord(A0, 1, null, List.of(), empty),
            new NewRecord(A0, -5, empty, List.of(), binary),
            new NewRecord(A0, Long.MAX_VALUE, binary, headers, bytes("v")),
        };
        append(records);
        assertSame(readAll(A0), records);
        reopen();
        assertSame(readAll(A0), records);
    }

    private static void assertSame(List<LogRecord> read, NewRecord... written) {
        assertThat(read).hasSize(written.length);
        for (int i = 0; i < written.length; i++) {
            assertThat(read.get(i).timestampMillis()).isEqualTo(written[i].timestampMillis());
            assertThat(read.get(i).value()).isEqualTo(written[i].value());
            assertThat(read.get(i).key()).isEqualTo(written[i].key());
            List<Header> headers = read.get(i).headers();
            assertThat(headers).hasSameSizeAs(written[i].headers());
            for (int h = 0; h < headers.size(); h++) {
                assertThat(headers.get(h).name())
                        .isEqualTo(written[i].headers().get(h).name());
                assertThat(headers.get(h).value())
                        .isEqualTo(written[i].headers().get(h).value());
            }
        }
    }

    @Test
    void aRecordOfTenMebibytesIsKept() throws Exception {
        byte[] large = new byte[10 << 20];
        Arrays.fill(large, (byte) 'x');
        append(new NewRecord(A0, 1, null, List.of(), large), record(A0, "after"));
        assertThat(log.read(A0, 0, 1, 1).getFirst().value()).isEqualTo(large);
        reopen();
        assertThat(log.read(A0, 0, 1, 1).getFirst().value()).isEqualTo(large);
        assertThat(values(log.read(A0, 1, 10, MANY))).containsExactly("after");
    }

    @Test
    void aRecordThatIsTooLargeIsRefusedAndNothingElse() throws Exception {
        byte[] tooLarge = new byte[(16 << 20) + 1];
        assertThatThrownBy(() -> log.submit(Batch.of(new NewRecord(A0, 1, null, List.of(), tooLarge))))
                .isInstanceOf(AtollException.class)
                .hasMessageContaining("contract.a/0");
        assertThat(append(record(A0, "fine"))).containsExactly(0);
    }

    @Test
    void appendsToUnknownTopicsAndPartitionsAreRefused() {
        assertThatThrownBy(() -> log.submit(Batch.of(record(new TopicPartition("nowhere", 0), "x"))))
                .hasMessageContaining("'nowhere'");
        assertThatThrownBy(() -> log.submit(Batch.of(record(new TopicPartition("contract.a", 2), "x"))))
                .hasMessageContaining("'2'");
        assertThatThrownBy(() -> log.range(new TopicPartition("contract.a", -1)))
                .hasMessageContaining("'-1'");
    }

    @Test
    void topicsAreListedAndKeepTheirSpec() throws Exception {
        TopicSpec spec = new TopicSpec(3, Duration.ofDays(7), 1 << 30);
        log.createTopic("contract.c", spec);
        log.createTopic("contract.c", spec);
        assertThat(log.topics()).containsExactly("contract.a", "contract.b", "contract.c");
        assertThat(log.topic("contract.c")).contains(spec);
        assertThat(log.topic("contract.d")).isEmpty();
        TopicSpec longer = new TopicSpec(3, Duration.ofDays(8), 0);
        log.createTopic("contract.c", longer);
        reopen();
        assertThat(log.topic("contract.c")).contains(longer);
        assertThatThrownBy(() -> log.createTopic("contract.c", TopicSpec.keepAll(4)))
                .isInstanceOfSatisfying(
                        AtollException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CONFLICT));
    }

    @Test
    void topicNamesThatCouldLeaveTheDirectoryAreRefused() {
        for (String name : List.of("", ".", "..", "a/b", "a\\b", "ä", "a b", "x".repeat(250))) {
            assertThatThrownBy(() -> log.createTopic(name, TopicSpec.keepAll(1)))
                    .isInstanceOfSatisfying(
                            AtollException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.INVALID));
        }
    }

    @Test
    void groupPositionsAreKeptWithTheirMetadataAndTheirBatch() throws Exception {
        assertThat(log.committed("g", A0)).isEmpty();
        var batch = new Batch(
                List.of(record(B0, "out")),
                List.of(new GroupCommit("g", A0, 5, "some état"), new GroupCommit("g", A1, 0, "")));
        log.append(batch, soon());
        assertThat(log.committed("g", A0)).contains(new CommittedOffset(5, "some état"));
        log.append(new Batch(List.of(), List.of(new GroupCommit("g", A0, 7, "later"))), soon());
        reopen();
        assertThat(log.committed("g", A0)).contains(new CommittedOffset(7, "later"));
        assertThat(log.committed("g", A1)).contains(new CommittedOffset(0, ""));
        assertThat(log.committed("h", A0)).isEmpty();
        assertThat(values(readAll(B0))).containsExactly("out");
    }

    @Test
    void aNewerProducerFencesTheOlderOnesForGood() throws Exception {
        Producer old = log.openProducer("p");
        old.submit(Batch.of(record(A0, "old"))).await(soon());
        Producer other = log.openProducer("q");
        Producer newer = log.openProducer("p");
        assertThatThrownBy(() -> old.submit(Batch.of(record(A0, "zombie"))).await(soon()))
                .isInstanceOf(ProducerFenced.class)
                .hasMessageContaining("'p'");
        newer.submit(Batch.of(record(A0, "new"))).await(soon());
        other.submit(Batch.of(record(A0, "other"))).await(soon());
        reopen();
        Producer newest = log.openProducer("p");
        newest.submit(Batch.of(record(A0, "newest"))).await(soon());
        assertThat(values(readAll(A0))).containsExactly("old", "new", "other", "newest");
    }

    @Test
    void batchesOfAProducerBecomeVisibleInTheOrderHandedOver() throws Exception {
        Producer producer = log.openProducer("p");
        List<Appending> appendings = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            appendings.add(producer.submit(Batch.of(record(A0, "r" + i))));
        }
        for (int i = 0; i < 300; i++) {
            assertThat(appendings.get(i).await(soon())).containsExactly(i);
            assertThat(appendings.get(i).isDone()).isTrue();
            assertThat(appendings.get(i).offsets()).containsExactly(i);
        }
    }

    @Test
    void manyWritersLoseNothing() throws Exception {
        List<Thread> writers = new ArrayList<>();
        ConcurrentLinkedQueue<Long> offsets = new ConcurrentLinkedQueue<>();
        for (int w = 0; w < 16; w++) {
            String name = "w" + w;
            writers.add(Threads.startVirtual(name, () -> {
                try {
                    for (int i = 0; i < 40; i++) {
                        offsets.add(append(record(A0, name + "-" + i))[0]);
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
        }
        for (Thread writer : writers) {
            writer.join();
        }
        assertThat(offsets).doesNotHaveDuplicates().hasSize(640);
        assertThat(values(readAll(A0))).doesNotHaveDuplicates().hasSize(640);
    }

    @Test
    void aWakeupIsSignalledOnceAnAppendIsDone() throws Exception {
        Wakeup wakeup = time.newWakeup();
        Appending appending = log.submit(Batch.of(record(A0, "x")));
        appending.whenDone(wakeup);
        assertThat(wakeup.await(Duration.ofSeconds(20))).isTrue();
        assertThat(appending.isDone()).isTrue();
        Wakeup late = time.newWakeup();
        appending.whenDone(late);
        assertThat(late.await(Duration.ofSeconds(20))).isTrue();
    }

    @Test
    void readsAreBoundedButReturnAtLeastOneRecord() throws Exception {
        for (int i = 0; i < 10; i++) {
            append(record(A0, "0123456789".repeat(20)));
        }
        for (int round = 0; round < 2; round++) {
            assertThat(log.read(A0, 2, 3, MANY)).hasSize(3);
            assertThat(log.read(A0, 2, 100, 1)).hasSize(1);
            assertThat(log.read(A0, 2, 100, 700)).hasSizeBetween(2, 3);
            assertThat(log.read(A0, 10, 100, MANY)).isEmpty();
            reopen();
        }
    }

    @Test
    void offsetsThatAreNotThereAreRefused() throws Exception {
        append(record(A0, "x"));
        assertThatThrownBy(() -> log.read(A0, 2, 1, MANY)).isInstanceOf(OffsetOutOfRange.class);
        assertThatThrownBy(() -> log.read(A0, -1, 1, MANY)).isInstanceOf(OffsetOutOfRange.class);
    }

    @Test
    void aBlockingReadWaitsForARecordOrItsDeadline() throws Exception {
        assertThat(log.read(A0, 0, 1, MANY, Deadline.after(time, Duration.ofMillis(20))))
                .isEmpty();
        ConcurrentLinkedQueue<String> read = new ConcurrentLinkedQueue<>();
        Thread reader = Threads.startVirtual("reader", () -> {
            try {
                read.addAll(values(log.read(A0, 0, 1, MANY, soon())));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        append(record(A1, "elsewhere"));
        append(record(A0, "here"));
        reader.join();
        assertThat(read).containsExactly("here");
    }

    @Test
    void subscribersHearOfTopicsWithTheirPrefix() throws Exception {
        Wakeup wakeup = time.newWakeup();
        try (AutoCloseable _ = log.onAppend("contract.b", wakeup)) {
            append(record(A0, "x"));
            assertThat(wakeup.await(Duration.ofMillis(20))).isFalse();
            append(record(B0, "x"));
            assertThat(wakeup.await(Duration.ofSeconds(20))).isTrue();
            log.createTopic("contract.bb", TopicSpec.keepAll(1));
            append(record(new TopicPartition("contract.bb", 0), "x"));
            assertThat(wakeup.await(Duration.ofSeconds(20))).isTrue();
        }
        append(record(B0, "x"));
        assertThat(wakeup.await(Duration.ofMillis(20))).isFalse();
    }

    @Test
    void offsetAtFindsTheFirstRecordAtOrAfterATime() throws Exception {
        long[] times = {100, 300, 200, 500, 400};
        for (int round = 0; round < 60; round++) {
            for (long at : times) {
                append(new NewRecord(A0, round * 1000L + at, null, List.of(), bytes("v".repeat(100))));
            }
        }
        for (int pass = 0; pass < 2; pass++) {
            assertThat(log.offsetAt(A0, 0)).isEqualTo(0);
            assertThat(log.offsetAt(A0, 101)).isEqualTo(1);
            assertThat(log.offsetAt(A0, 301)).isEqualTo(3);
            assertThat(log.offsetAt(A0, 501)).isEqualTo(5);
            assertThat(log.offsetAt(A0, 42_300)).isEqualTo(42 * 5 + 1);
            assertThat(log.offsetAt(A0, 1_000_000)).isEqualTo(300);
            assertThat(log.offsetAt(A1, 0)).isEqualTo(0);
            reopen();
        }
    }

    @Test
    void deleteBeforeFreesWholeSegmentsAndNeverMore() throws Exception {
        fill(A0, 100);
        long size = log.sizeInBytes(A0);
        assertThat(size).isGreaterThan(20_000);
        log.deleteBefore(A0, 50);
        long first = log.range(A0).first();
        assertThat(first).isBetween(1L, 50L);
        assertThat(log.sizeInBytes(A0)).isLessThan(size);
        assertThatThrownBy(() -> log.read(A0, first - 1, 1, MANY)).isInstanceOf(OffsetOutOfRange.class);
        assertThat(log.read(A0, first, 1, MANY)).hasSize(1);
        reopen();
        assertThat(log.range(A0)).isEqualTo(new EventLog.OffsetRange(first, 100));
        assertThat(readAll(A0)).hasSize((int) (100 - first));
        log.deleteBefore(A0, 10);
        assertThat(log.range(A0).first()).isEqualTo(first);
        assertThat(append(record(A0, "next"))).containsExactly(100);
    }

    @Test
    void retentionBySizeKeepsTheNewest() throws Exception {
        log.createTopic("contract.b", new TopicSpec(1, Duration.ZERO, 10_000));
        fill(B0, 100);
        applyRetentionAfter(Duration.ZERO);
        assertThat(log.sizeInBytes(B0)).isBetween(10_000L, 20_000L);
        assertThat(log.range(B0).next()).isEqualTo(100);
        assertThat(readAll(B0)).hasSize((int) (100 - log.range(B0).first()));
    }

    @Test
    void retentionByAgeDeletesOnlyWhatIsOld() throws Exception {
        log.createTopic("contract.b", new TopicSpec(1, Duration.ofHours(1), 0));
        fill(B0, 100);
        applyRetentionAfter(Duration.ZERO);
        assertThat(log.range(B0).first()).isZero();
        applyRetentionAfter(Duration.ofHours(2));
        assertThat(log.range(B0).first()).isGreaterThan(50);
        assertThat(log.range(B0).next()).isEqualTo(100);
        fill(A0, 100);
        applyRetentionAfter(Duration.ofDays(1000));
        assertThat(log.range(A0).first()).isZero();
    }

    @Test
    void everythingIsThereAfterReopening() throws Exception {
        fill(A0, 100);
        append(record(B0, "b"));
        for (int i = 0; i < 3; i++) {
            reopen();
            assertThat(readAll(A0)).hasSize(100 + i);
            assertThat(values(readAll(B0))).containsExactly("b");
            assertThat(append(record(A0, "more"))).containsExactly(100 + i);
        }
    }

    @Test
    void aClosedLogRefuses() throws Exception {
        log.close();
        assertThatThrownBy(() -> log.submit(Batch.of(record(A0, "x")))).isInstanceOf(LogUnavailable.class);
        log.close();
    }
}
