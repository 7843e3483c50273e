package atoll.server.observe;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// How many attempts of a type each wiki had carried out in the last ten to twenty minutes. Written on the work
/// engine's
/// thread, turned by the one that takes samples.
final class WikiShares {
    static final Duration PERIOD = Duration.ofMinutes(10);
    private static final int MOST_WIKIS = 2_000;

    private volatile Map<String, LongAdder> current = new ConcurrentHashMap<>();
    private volatile Map<String, LongAdder> before = Map.of();

    void add(String wiki) {
        Map<String, LongAdder> counts = current;
        LongAdder count = counts.get(wiki);
        if (count == null) {
            String name = counts.size() < MOST_WIKIS ? wiki : TypeNames.OTHERS;
            count = counts.computeIfAbsent(name, _ -> new LongAdder());
        }
        count.increment();
    }

    /// Begins a new period. On one thread only.
    void turn() {
        before = current;
        current = new ConcurrentHashMap<>();
    }

    Map<String, Long> counts() {
        Map<String, Long> sums = new TreeMap<>();
        before.forEach((wiki, count) -> sums.merge(wiki, count.sum(), Long::sum));
        current.forEach((wiki, count) -> sums.merge(wiki, count.sum(), Long::sum));
        return sums;
    }
}
