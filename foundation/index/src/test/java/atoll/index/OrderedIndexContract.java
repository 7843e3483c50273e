package atoll.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.base.error.AtollException;
import atoll.base.id.Randomness;
import atoll.index.OrderedIndex.Change;
import atoll.index.OrderedIndex.Entry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every engine of [OrderedIndex] must do. A subclass says how its index is made, crashed and opened again.
public abstract class OrderedIndexContract {
    private static final byte[] START = {};
    private static final byte[] END = {};

    private OrderedIndex index = new MemoryIndex();

    /// A new, empty index.
    protected abstract OrderedIndex create();

    /// What is left when the process of this index dies now, opened again.
    protected abstract OrderedIndex crash(OrderedIndex index, Randomness randomness);

    /// The same index, closed and opened again.
    protected abstract OrderedIndex closeAndReopen(OrderedIndex index);

    @BeforeEach
    void startEmpty() {
        index = create();
        assertThat(index.scan(START, END, 1)).isEmpty();
    }

    @AfterEach
    void closeIndex() {
        index.close();
    }

    @Test
    void returnsWhatWasPutAndNullForWhatWasNot() {
        put("a", "1");

        assertThat(value("a")).isEqualTo("1");
        assertThat(value("b")).isNull();
    }

    @Test
    void laterChangesOfABatchWin() {
        index.write(List.of(set("a", "1"), set("a", "2"), set("b", "1"), remove("b"), remove("c"), set("c", "3")));

        assertThat(all()).containsExactly("a=2", "c=3");
    }

    @Test
    void anEmptyBatchChangesNothing() {
        put("a", "1");
        index.write(List.of());

        assertThat(all()).containsExactly("a=1");
    }

    @Test
    void deletingWhatIsAbsentChangesNothing() {
        index.write(List.of(remove("a")));

        assertThat(all()).isEmpty();
    }

    @Test
    void ordersKeysAsUnsignedBytesAndPrefixesFirst() {
        for (byte[] key : List.of(new byte[] {(byte) 0x80}, new byte[] {0x7F}, new byte[] {0x7F, 0}, new byte[] {})) {
            index.write(List.of(new Change.Put(key, new byte[] {1})));
        }

        assertThat(index.scan(START, END, 10).stream().map(Entry::key))
                .containsExactly(new byte[] {}, new byte[] {0x7F}, new byte[] {0x7F, 0}, new byte[] {(byte) 0x80});
    }

    @Test
    void keepsEmptyKeysAndEmptyValues() {
        index.write(List.of(new Change.Put(new byte[0], new byte[0])));

        assertThat(index.get(new byte[0])).isEmpty();
    }

    @Test
    void keepsAValueOfAMegabyte() {
        byte[] value = new byte[1 << 20];
        value[value.length - 1] = 7;
        index.write(List.of(new Change.Put(bytes("a"), value)));

        assertThat(index.get(bytes("a"))).isEqualTo(value);
    }

    @Test
    void scansFromInclusiveToExclusiveInOrder() {
        put("a", "1", "b", "2", "c", "3", "d", "4");

        assertThat(text(index.scan(bytes("b"), bytes("d"), 10))).containsExactly("b=2", "c=3");
        assertThat(text(index.scan(bytes("bb"), bytes("cc"), 10))).containsExactly("c=3");
        assertThat(text(index.scan(bytes("c"), END, 10))).containsExactly("c=3", "d=4");
    }

    @Test
    void scansDownFromTheUpperBound() {
        put("a", "1", "b", "2", "c", "3", "d", "4");

        assertThat(text(index.scanDown(bytes("b"), bytes("d"), 10))).containsExactly("c=3", "b=2");
        assertThat(text(index.scanDown(START, END, 2))).containsExactly("d=4", "c=3");
        assertThat(text(index.scanDown(bytes("bb"), bytes("cc"), 10))).containsExactly("c=3");
    }

    @Test
    void scansNoMoreThanTheLimit() {
        put("a", "1", "b", "2", "c", "3");

        assertThat(text(index.scan(START, END, 2))).containsExactly("a=1", "b=2");
        assertThat(index.scan(START, END, 0)).isEmpty();
        assertThat(index.scanDown(START, END, 0)).isEmpty();
    }

    @Test
    void refusesANegativeLimit() {
        assertThatThrownBy(() -> index.scan(START, END, -1))
                .isInstanceOf(AtollException.class)
                .hasMessageContaining("'-1'");
        assertThatThrownBy(() -> index.scanDown(START, END, -1)).isInstanceOf(AtollException.class);
    }

    @Test
    void aRangeThatEndsBeforeItStartsIsEmpty() {
        put("a", "1", "b", "2", "c", "3");

        assertThat(index.scan(bytes("c"), bytes("a"), 10)).isEmpty();
        assertThat(index.scan(bytes("b"), bytes("b"), 10)).isEmpty();
        assertThat(index.scanDown(bytes("c"), bytes("a"), 10)).isEmpty();
        index.deleteRange(bytes("c"), bytes("a"));
        index.deleteRange(bytes("b"), bytes("b"));
        assertThat(all()).containsExactly("a=1", "b=2", "c=3");
    }

    @Test
    void deletesARange() {
        put("a", "1", "b", "2", "c", "3", "d", "4");

        index.deleteRange(bytes("b"), bytes("d"));

        assertThat(all()).containsExactly("a=1", "d=4");
        assertThat(value("c")).isNull();
        assertThat(text(index.scanDown(START, END, 9))).containsExactly("d=4", "a=1");
    }

    @Test
    void deletesARangeWithoutEnd() {
        index.deleteRange(bytes("b"), END);
        put("a", "1", "b", "2", "c", "3");

        index.deleteRange(bytes("b"), END);
        assertThat(all()).containsExactly("a=1");

        put("b", "4");
        assertThat(all()).containsExactly("a=1", "b=4");
        index.deleteRange(START, END);
        assertThat(all()).isEmpty();
    }

    @Test
    void aSnapshotDoesNotSeeLaterWrites() {
        put("a", "1", "b", "2");
        try (OrderedIndex.Snapshot before = index.snapshot()) {
            put("a", "9", "c", "3");
            index.deleteRange(bytes("b"), bytes("c"));
            try (OrderedIndex.Snapshot after = index.snapshot()) {
                put("d", "4");
                assertThat(text(after.scan(START, END, 9))).containsExactly("a=9", "c=3");
            }
            assertThat(text(before.scan(START, END, 9))).containsExactly("a=1", "b=2");
            assertThat(text(before.scan(bytes("b"), END, 1))).containsExactly("b=2");
            assertThat(before.scan(bytes("c"), bytes("a"), 9)).isEmpty();
            assertThat(before.get(bytes("a"))).isEqualTo(bytes("1"));
            assertThat(before.get(bytes("c"))).isNull();
        }
        assertThat(all()).containsExactly("a=9", "c=3", "d=4");
    }

    @Test
    void aClosedSnapshotRefusesReads() {
        OrderedIndex.Snapshot snapshot = index.snapshot();
        snapshot.close();
        snapshot.close();

        assertThatThrownBy(() -> snapshot.get(bytes("a"))).isInstanceOf(IndexUnavailable.class);
        assertThatThrownBy(() -> snapshot.scan(START, END, 1)).isInstanceOf(IndexUnavailable.class);
    }

    @Test
    void aSnapshotMayBeClosedAfterItsIndex() {
        OrderedIndex.Snapshot snapshot = index.snapshot();
        index.close();
        snapshot.close();
    }

    @Test
    void callersMayReuseTheirArrays() {
        byte[] key = bytes("a");
        byte[] value = bytes("1");
        index.write(List.of(new Change.Put(key, value)));
        key[0] = 'x';
        value[0] = 'x';
        byte[] read = index.get(bytes("a"));
        assertThat(read).isEqualTo(bytes("1"));
        index.scan(START, END, 1).getFirst().value()[0] = 'y';

        assertThat(all()).containsExactly("a=1");
    }

    @Test
    void whatWasFlushedSurvivesACrash() {
        put("a", "1", "b", "2");
        index.deleteRange(bytes("b"), bytes("c"));
        index.flush();

        index = crash(index, Randomness.seeded(1));

        assertThat(all()).containsExactly("a=1");
    }

    @Test
    void aCrashKeepsAPrefixOfWholeBatches() {
        for (long seed = 0; seed < 20; seed++) {
            Randomness randomness = Randomness.seeded(seed);
            index.deleteRange(START, END);
            long flushedAt = randomness.nextLong(20);
            for (int batch = 0; batch < 20; batch++) {
                String number = twoDigits(batch);
                index.write(List.of(set("x" + number, number), set("y" + number, number), set("last", number)));
                if (batch == flushedAt) {
                    index.flush();
                }
            }

            index = crash(index, randomness);

            String last = String.valueOf(value("last"));
            assertThat(last).isGreaterThanOrEqualTo(twoDigits((int) flushedAt));
            List<String> expected = new ArrayList<>();
            for (int batch = 0; batch <= Integer.parseInt(last); batch++) {
                expected.add(twoDigits(batch));
            }
            assertThat(index.scan(bytes("x"), bytes("y"), 99).stream().map(entry -> string(entry.value())))
                    .isEqualTo(expected);
            assertThat(index.scan(bytes("y"), bytes("z"), 99).stream().map(entry -> string(entry.value())))
                    .isEqualTo(expected);
        }
    }

    @Test
    void closingKeepsEverything() {
        put("a", "1");
        index = closeAndReopen(index);

        assertThat(all()).containsExactly("a=1");
    }

    @Test
    void refusesCallsAfterClosing() {
        index.close();
        index.close();

        assertThatThrownBy(() -> index.get(bytes("a"))).isInstanceOf(IndexUnavailable.class);
        assertThatThrownBy(() -> put("a", "1")).isInstanceOf(IndexUnavailable.class);
        assertThatThrownBy(() -> index.scan(START, END, 1)).isInstanceOf(IndexUnavailable.class);
        assertThatThrownBy(() -> index.scanDown(START, END, 1)).isInstanceOf(IndexUnavailable.class);
        assertThatThrownBy(() -> index.deleteRange(START, END)).isInstanceOf(IndexUnavailable.class);
        assertThatThrownBy(() -> index.snapshot()).isInstanceOf(IndexUnavailable.class);
        assertThatThrownBy(() -> index.flush()).isInstanceOf(IndexUnavailable.class);
        assertThatThrownBy(() -> index.usage()).isInstanceOf(IndexUnavailable.class);
    }

    @Test
    void usageGrowsWithWhatIsStored() {
        long before = index.usage().diskBytes();
        index.write(List.of(new Change.Put(bytes("a"), noise(100_000))));
        index.flush();

        assertThat(index.usage().diskBytes()).isGreaterThan(before + 90_000);
        assertThat(index.usage().nativeBytes()).isNotNegative();
    }

    private static byte[] noise(int size) {
        Randomness randomness = Randomness.seeded(5);
        byte[] value = new byte[size];
        for (int i = 0; i < size; i++) {
            value[i] = (byte) randomness.nextLong();
        }
        return value;
    }

    private static String twoDigits(int number) {
        return (number < 10 ? "0" : "") + number;
    }

    private void put(String... keysAndValues) {
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            changes.add(set(keysAndValues[i], keysAndValues[i + 1]));
        }
        index.write(changes);
    }

    private static Change set(String key, String value) {
        return new Change.Put(bytes(key), bytes(value));
    }

    private static Change remove(String key) {
        return new Change.Delete(bytes(key));
    }

    private @Nullable String value(String key) {
        byte[] value = index.get(bytes(key));
        return value == null ? null : string(value);
    }

    private List<String> all() {
        return text(index.scan(START, END, Integer.MAX_VALUE));
    }

    private static List<String> text(List<Entry> entries) {
        return entries.stream()
                .map(entry -> string(entry.key()) + "=" + string(entry.value()))
                .toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String string(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
