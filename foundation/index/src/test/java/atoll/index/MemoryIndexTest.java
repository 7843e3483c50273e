package atoll.index;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.id.Randomness;
import atoll.index.OrderedIndex.Change;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class MemoryIndexTest {
    @Test
    void crashesLoseAnyNumberOfUnflushedBatches() {
        TreeSet<Integer> lost = new TreeSet<>();
        for (long seed = 0; seed < 200; seed++) {
            MemoryIndex index = new MemoryIndex();
            write(index, 1);
            index.flush();
            write(index, 2);
            write(index, 3);
            int gone = index.crash(Randomness.seeded(seed));
            lost.add(gone);
            assertThat(index.get(new byte[] {(byte) (3 - gone)})).isNotNull();
            assertThat(index.scan(new byte[0], new byte[0], 9)).hasSize(3 - gone);
        }

        assertThat(lost).containsExactly(0, 1, 2);
    }

    @Test
    void theSameSeedLosesTheSame() {
        for (long seed = 0; seed < 20; seed++) {
            assertThat(lostOfTen(seed)).isEqualTo(lostOfTen(seed));
        }
    }

    @Test
    void aSnapshotOutlivesACrash() {
        MemoryIndex index = new MemoryIndex();
        write(index, 1);
        try (OrderedIndex.Snapshot snapshot = index.snapshot()) {
            index.crash(Randomness.seeded(3));
            write(index, 2);
            assertThat(snapshot.scan(new byte[0], new byte[0], 9)).hasSize(1);
        }
    }

    private static int lostOfTen(long seed) {
        MemoryIndex index = new MemoryIndex();
        for (int i = 0; i < 10; i++) {
            write(index, i);
        }
        return index.crash(Randomness.seeded(seed));
    }

    private static void write(MemoryIndex index, int number) {
        index.write(List.of(new Change.Put(new byte[] {(byte) number}, new byte[] {1})));
    }
}
