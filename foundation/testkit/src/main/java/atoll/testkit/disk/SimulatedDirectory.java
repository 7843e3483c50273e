package atoll.testkit.disk;

import atoll.base.id.Randomness;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A directory's names: as seen, as durable, and the changes between the two. A rename is one change.
final class SimulatedDirectory {
    private final Map<String, SimulatedContent> seen = new TreeMap<>();
    private final Map<String, SimulatedContent> durable = new TreeMap<>();
    private final List<Map<String, Entry>> unsynced = new ArrayList<>();

    /// What a name stands for after a change; nothing if it was removed.
    private record Entry(@Nullable SimulatedContent content) {}

    @Nullable
    SimulatedContent get(String name) {
        return seen.get(name);
    }

    Collection<String> names() {
        return seen.keySet();
    }

    Collection<SimulatedContent> contents() {
        return seen.values();
    }

    void put(String name, SimulatedContent content) {
        change(Map.of(name, new Entry(content)));
    }

    void remove(String name) {
        change(Map.of(name, new Entry(null)));
    }

    void rename(String from, String to, SimulatedContent content) {
        Map<String, Entry> both = new LinkedHashMap<>();
        both.put(from, new Entry(null));
        both.put(to, new Entry(content));
        change(both);
    }

    void sync() {
        unsynced.forEach(change -> apply(change, durable));
        unsynced.clear();
    }

    /// Some changes reached the disk, the others never will although they can still be seen.
    void failedSync(Randomness randomness) {
        survive(Survival.SELECTION, randomness);
    }

    void crash(Survival survival, Randomness randomness) {
        survive(survival, randomness);
        seen.clear();
        seen.putAll(durable);
    }

    private void survive(Survival survival, Randomness randomness) {
        boolean[] survives = survival.of(unsynced.size(), randomness);
        for (int i = 0; i < survives.length; i++) {
            if (survives[i]) {
                apply(unsynced.get(i), durable);
            }
        }
        unsynced.clear();
    }

    private void change(Map<String, Entry> change) {
        apply(change, seen);
        unsynced.add(change);
    }

    private static void apply(Map<String, Entry> change, Map<String, SimulatedContent> names) {
        change.forEach((name, entry) -> {
            SimulatedContent content = entry.content();
            if (content == null) {
                names.remove(name);
            } else {
                names.put(name, content);
            }
        });
    }
}
