package atoll.server.find;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The terms of records that are read together: of each term one posting for each partition.
final class Entries {
    private final Map<Posting, List<Long>> offsets = new HashMap<>();
    private final Map<Generation.Spot, Long> last = new HashMap<>();
    private long records;

    /// A term in a partition.
    record Posting(Kind kind, String term, Generation.Spot spot) {}

    /// A record without terms, which is counted as read.
    void pass(Generation.Spot spot, long offset) {
        last.put(spot, offset);
    }

    /// Records of a partition come in order.
    void add(Generation.Spot spot, long offset, EventSummary event) {
        pass(spot, offset);
        records++;
        for (Kind kind : Kind.values()) {
            String term = kind.of(event);
            if (term != null && !term.isBlank()) {
                offsets.computeIfAbsent(new Posting(kind, kind.normalised(term), spot), _ -> new ArrayList<>(1))
                        .add(offset);
            }
        }
    }

    Map<Posting, List<Long>> postings() {
        return offsets;
    }

    /// The last offset read of each partition.
    Map<Generation.Spot, Long> last() {
        return last;
    }

    long records() {
        return records;
    }

    boolean isEmpty() {
        return last.isEmpty();
    }
}
