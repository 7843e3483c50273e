package atoll.index;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.id.Randomness;
import atoll.index.OrderedIndex.Change;
import atoll.index.OrderedIndex.Entry;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Random batches, removals, scans, snapshots, flushes and crashes, compared with a sorted map after each step.
class OrderedIndexPropertyTest {
    private static final int SEEDS = 30;
    private static final int STEPS = 250;

    @TempDir
    private Path directory = Path.of("");

    @Test
    void memoryIndexBehavesAsASortedMap() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Randomness randomness = Randomness.seeded(seed);
            MemoryIndex index = new MemoryIndex();
            UnaryOperator<OrderedIndex> crash = present -> {
                index.crash(randomness);
                return present;
            };
            new Run(seed, randomness, index, crash).steps(STEPS);
            index.close();
        }
    }

    @Test
    void rocksIndexBehavesAsASortedMap() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Path place = directory.resolve("seed" + seed);
            RocksIndex index = RocksIndex.open(place, RocksIndexContractTest.SMALL);
            UnaryOperator<OrderedIndex> crash = present -> {
                ((RocksIndex) present).abandon();
                return RocksIndex.open(place, RocksIndexContractTest.SMALL);
            };
            Run run = new Run(seed, Randomness.seeded(seed), index, crash);
            run.steps(STEPS);
            run.index.close();
        }
    }

    /// One seed's walk. `history` holds the states since the last flush, the present one last.
    private static final class Run {
        private final long seed;
        private final Randomness randomness;
        private final UnaryOperator<OrderedIndex> crash;
        private final Deque<NavigableMap<byte[], byte[]>> history = new ArrayDeque<>();
        private OrderedIndex index;
        private int step;

        Run(long seed, Randomness randomness, OrderedIndex index, UnaryOperator<OrderedIndex> crash) {
            this.seed = seed;
            this.randomness = randomness;
            this.index = index;
            this.crash = crash;
            history.add(new TreeMap<>(Arrays::compareUnsigned));
        }

        void steps(int count) {
            for (step = 0; step < count; step++) {
                switch ((int) randomness.nextLong(16)) {
                    case 0, 1, 2, 3, 4, 5, 6, 7 -> writeBatch();
                    case 8 -> deleteRange();
                    case 9 -> {
                        index.flush();
                        forgetBefore(history.getLast());
                    }
                    case 10 -> crashAndFindTheState();
                    case 11 -> snapshotWhileWriting();
                    case 12, 13 -> compare(false);
                    default -> compare(true);
                }
            }
            assertThat(text(index.scan(new byte[0], new byte[0], Integer.MAX_VALUE)))
                    .as(at())
                    .isEqualTo(textOf(history.getLast()));
        }

        private void writeBatch() {
            List<Change> changes = new ArrayList<>();
            NavigableMap<byte[], byte[]> next = new TreeMap<>(history.getLast());
            for (long i = randomness.nextLong(12); i > 0; i--) {
                byte[] key = key();
                if (randomness.nextLong(3) == 0) {
                    changes.add(new Change.Delete(key));
                    next.remove(key);
                } else {
                    byte[] value = new byte[(int) randomness.nextLong(400)];
                    Arrays.fill(value, (byte) step);
                    changes.add(new Change.Put(key, value));
                    next.put(key, value);
                }
            }
            index.write(changes);
            history.addLast(next);
        }

        private void deleteRange() {
            byte[] from = key();
            byte[] to = randomness.nextLong(8) == 0 ? new byte[0] : key();
            NavigableMap<byte[], byte[]> next = new TreeMap<>(history.getLast());
            next.keySet().removeIf(key -> within(key, from, to));
            index.deleteRange(from, to);
            history.addLast(next);
        }

        private void crashAndFindTheState() {
            index = crash.apply(index);
            List<String> found = text(index.scan(new byte[0], new byte[0], Integer.MAX_VALUE));
            NavigableMap<byte[], byte[]> survived = history.stream()
                    .filter(state -> textOf(state).equals(found))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(at() + ": a crash left no prefix of the batches: " + found));
            forgetBefore(survived);
        }

        private void snapshotWhileWriting() {
            NavigableMap<byte[], byte[]> before = history.getLast();
            try (OrderedIndex.Snapshot snapshot = index.snapshot()) {
                writeBatch();
                deleteRange();
                assertThat(text(snapshot.scan(new byte[0], new byte[0], Integer.MAX_VALUE)))
                        .as(at())
                        .isEqualTo(textOf(before));
                byte[] key = key();
                assertThat(snapshot.get(key)).as(at()).isEqualTo(before.get(key));
            }
        }

        private void compare(boolean up) {
            byte[] from = key();
            byte[] to = randomness.nextLong(8) == 0 ? new byte[0] : key();
            int limit = (int) randomness.nextLong(20);
            NavigableMap<byte[], byte[]> state =
                    up ? history.getLast() : history.getLast().descendingMap();
            List<String> expected = state.entrySet().stream()
                    .filter(entry -> within(entry.getKey(), from, to))
                    .limit(limit)
                    .map(entry -> text(entry.getKey(), entry.getValue()))
                    .toList();
            assertThat(text(up ? index.scan(from, to, limit) : index.scanDown(from, to, limit)))
                    .as(at())
                    .isEqualTo(expected);
            byte[] key = key();
            assertThat(index.get(key)).as(at()).isEqualTo(history.getLast().get(key));
        }

        private void forgetBefore(NavigableMap<byte[], byte[]> state) {
            history.clear();
            history.add(state);
        }

        /// Up to three bytes of few values, so that keys meet, are prefixes of each other and need unsigned order.
        private byte[] key() {
            byte[] key = new byte[(int) randomness.nextLong(4)];
            for (int i = 0; i < key.length; i++) {
                key[i] = (byte) (randomness.nextLong(5) * 60);
            }
            return key;
        }

        private static boolean within(byte[] key, byte[] from, byte[] to) {
            return Arrays.compareUnsigned(key, from) >= 0 && (to.length == 0 || Arrays.compareUnsigned(key, to) < 0);
        }

        private static List<String> text(List<Entry> entries) {
            return entries.stream()
                    .map(entry -> text(entry.key(), entry.value()))
                    .toList();
        }

        private static List<String> textOf(NavigableMap<byte[], byte[]> map) {
            return map.entrySet().stream()
                    .map(entry -> text(entry.getKey(), entry.getValue()))
                    .toList();
        }

        private static String text(byte[] key, byte[] value) {
            return Arrays.toString(key) + "=" + value.length + "x" + (value.length == 0 ? "" : value[0]);
        }

        private String at() {
            return "seed " + seed + " step " + step;
        }
    }
}
