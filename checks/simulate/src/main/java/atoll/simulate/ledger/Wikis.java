package atoll.simulate.ledger;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The simulated wikis: some are read-only for a while, some cannot be reached.
final class Wikis {
    static final List<String> NAMES = List.of("w1", "w2", "w3", "w4", "w5", "w6", "w7");

    private final Set<String> readOnly = new HashSet<>();
    private final Set<String> unreachable = new HashSet<>();
    private final Set<String> lagging = new HashSet<>();

    void readOnly(String wiki, boolean now) {
        set(readOnly, wiki, now);
    }

    void unreachable(String wiki, boolean now) {
        set(unreachable, wiki, now);
    }

    void lags(String wiki, boolean now) {
        set(lagging, wiki, now);
    }

    /// The replicas of a section are behind when those of one of its wikis are.
    boolean isBehind(String section) {
        return lagging.stream().anyMatch(wiki -> LimitCheck.sectionOf(wiki).equals(section));
    }

    boolean isReadOnly(String wiki) {
        return readOnly.contains(wiki);
    }

    Optional<String> closed(String wiki) {
        return unreachable.contains(wiki) ? Optional.of("no URL is known for '" + wiki + "'") : Optional.empty();
    }

    private static void set(Set<String> wikis, String wiki, boolean member) {
        if (member) {
            wikis.add(wiki);
        } else {
            wikis.remove(wiki);
        }
    }
}
