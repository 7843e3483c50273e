package atoll.testkit.sim;

import atoll.base.id.Randomness;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Which faults may strike, how likely, and how often they did.
///
/// A simulation that never injected what it promises proves nothing: print the counts, and let tests look at them.
/// Not thread-safe.
public final class Faults {
    private final Randomness randomness;
    private final Map<String, Double> probabilities = new TreeMap<>();
    private final Map<String, Long> counts = new TreeMap<>();
    private boolean healed;

    Faults(Randomness randomness) {
        this.randomness = randomness;
    }

    /// Declares a fault with its probability at each opportunity; again, to change it.
    public Faults allow(String name, double probability) {
        if (probability < 0 || probability > 1) {
            throw new IllegalArgumentException(
                    "probability of '" + name + "' is " + probability + ": must be in 0 to 1");
        }
        probabilities.put(name, probability);
        counts.putIfAbsent(name, 0L);
        return this;
    }

    /// Whether the fault strikes at this opportunity; counted if so. Never, if it was not allowed or all is healed.
    public boolean strikes(String name) {
        double probability = probabilities.getOrDefault(name, 0.0);
        if (healed || probability == 0 || randomness.nextDouble() >= probability) {
            return false;
        }
        happened(name);
        return true;
    }

    /// Counts a fault that was injected by script instead of by chance.
    public void happened(String name) {
        counts.merge(name, 1L, Long::sum);
    }

    /// No fault strikes from now on: the phase in which everything must come right.
    public void heal() {
        healed = true;
    }

    public long count(String name) {
        return counts.getOrDefault(name, 0L);
    }

    /// Every fault known with how often it was injected, those that never struck included.
    public Map<String, Long> counts() {
        return Map.copyOf(counts);
    }

    /// One line: `disk.torn 3, net.loss 12`.
    @Override
    public String toString() {
        return counts.entrySet().stream()
                .map(fault -> fault.getKey() + " " + fault.getValue())
                .collect(Collectors.joining(", "));
    }
}
