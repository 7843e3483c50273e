package atoll.server.observe;

import atoll.work.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The causes of a type's failed attempts since the start, each with a count and its last time. Bounded: the cause that
/// did not come for longest gives way. Where very many fail at once the counts are estimated from a sample.
///
/// Safe for use by many threads; the lock guards the map.
final class Failures {
    private static final int MOST_CAUSES = 50;
    private static final Duration FORGOTTEN_AFTER = Duration.ofHours(24);

    private final Map<String, Line> lines = new HashMap<>();

    /// @param count attempts that failed so
    record Line(String cause, long count, Instant last) {}

    void add(RecentFailures.Sample sample, Instant now) {
        if (sample.seen().isEmpty()) {
            return;
        }
        Map<String, Long> counts = new HashMap<>();
        for (Outcome failure : sample.seen()) {
            counts.merge(Cause.of(failure.status(), failure.detail()), 1L, Long::sum);
        }
        double scale = sample.all() / (double) sample.seen().size();
        synchronized (this) {
            counts.forEach((cause, count) -> add(cause, Math.max(1, Math.round(count * scale)), now));
        }
    }

    private void add(String cause, long count, Instant now) {
        lines.values().removeIf(line -> line.last.isBefore(now.minus(FORGOTTEN_AFTER)));
        if (!lines.containsKey(cause) && lines.size() >= MOST_CAUSES) {
            lines.values().stream().min(Comparator.comparing(Line::last)).ifPresent(old -> lines.remove(old.cause));
        }
        lines.merge(cause, new Line(cause, count, now), (old, more) -> new Line(cause, old.count + more.count, now));
    }

    /// The most frequent first.
    synchronized List<Line> lines() {
        return lines.values().stream()
                .sorted(Comparator.comparingLong(Line::count).reversed().thenComparing(Line::cause))
                .toList();
    }
}
