package atoll.work.ledger.state;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.index.MemoryIndex;
import atoll.index.OrderedIndex;
import atoll.testkit.seed.Draw;
import atoll.testkit.seed.Seeded;
import java.util.List;
import java.util.TreeMap;

class OverlayPropertyTest {
    private final MemoryIndex index = new MemoryIndex();
    /// Keys from here on are walked, those before are asked for one at a time.
    private int firstWalked;

    private final Overlay overlay = new Overlay(index, key -> key[0] >= firstWalked);
    private final TreeMap<Integer, Byte> model = new TreeMap<>();

    @Seeded(runs = 300)
    void readsAreThoseOfAMapWithAllChanges(Draw draw) {
        firstWalked = draw.intBetween(0, 42);
        for (int step = 0; step < 200; step++) {
            int key = draw.intBetween(0, 40);
            byte value = (byte) draw.intBetween(0, 100);
            switch (draw.intBetween(0, 9)) {
                case 0, 1, 2 -> {
                    overlay.put(key(key), new byte[] {value});
                    model.put(key, value);
                }
                case 3, 4 -> putFreshIfAbsent(key, value);
                case 5, 6, 7 -> {
                    overlay.delete(key(key));
                    model.remove(key);
                }
                case 8 -> check(draw);
                default -> {
                    if (draw.chance(0.3)) {
                        overlay.write();
                        assertThat(overlay.size()).isZero();
                    }
                }
            }
        }
        check(draw);
        overlay.write();
        assertThat(values(index.scan(key(0), key(200), 1000))).isEqualTo(List.copyOf(model.values()));
    }

    private void putFreshIfAbsent(int key, byte value) {
        if (!model.containsKey(key)) {
            overlay.putFresh(key(key), new byte[] {value});
            model.put(key, value);
        }
    }

    private void check(Draw draw) {
        int from = draw.intBetween(0, 40);
        int to = draw.intBetween(from, 41);
        int limit = draw.intBetween(1, 50);
        List<Byte> expected =
                model.subMap(from, to).values().stream().limit(limit).toList();
        assertThat(values(overlay.scan(key(from), key(to), limit))).isEqualTo(expected);
        byte[] found = overlay.get(key(from));
        assertThat(found == null ? null : (Byte) found[0]).isEqualTo(model.get(from));
    }

    private static List<Byte> values(List<OrderedIndex.Entry> entries) {
        return entries.stream().map(entry -> entry.value()[0]).toList();
    }

    private static byte[] key(int number) {
        return new byte[] {1, (byte) number};
    }
}
