package atoll.simulate.ledger;

import atoll.work.owner.Ownership;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Who owns which partition, and who only believes so.
final class Owners {
    private final int partitions;
    private final Map<String, TreeSet<Integer>> believed = new HashMap<>();
    private final List<String> truth = new ArrayList<>();

    /// At first the nodes own the partitions in turn.
    Owners(List<String> nodes, int partitions) {
        this.partitions = partitions;
        nodes.forEach(node -> believed.put(node, new TreeSet<>()));
        for (int i = 0; i < partitions; i++) {
            String owner = nodes.get(i % nodes.size());
            truth.add(owner);
            believed(owner).add(i);
        }
    }

    Ownership of(String node) {
        // Sorted: the order of an unmodifiable set differs from one run of the program to the next.
        return () -> Collections.unmodifiableSet(new TreeSet<>(believed(node)));
    }

    String owner(int partition) {
        return truth.get(partition);
    }

    void move(int partition, String to) {
        truth.set(partition, to);
    }

    void learn(String node, int partition) {
        if (truth.get(partition).equals(node)) {
            believed(node).add(partition);
        } else {
            believed(node).remove(partition);
        }
    }

    void heal() {
        for (String node : believed.keySet()) {
            for (int i = 0; i < partitions; i++) {
                learn(node, i);
            }
        }
    }

    private TreeSet<Integer> believed(String node) {
        TreeSet<Integer> set = believed.get(node);
        if (set == null) {
            throw new AssertionError("no node '" + node + "'");
        }
        return set;
    }
}
