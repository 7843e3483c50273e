package atoll.server.observe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which root jobs led to most jobs of a type in the last one to two hours. Bounded: a root with few jobs gives way to
/// a
/// new one. Told by whoever reads the events; safe for use by many threads, the lock guards the maps and is held
/// briefly.
public final class RootJobs {
    static final Duration PERIOD = Duration.ofHours(1);
    private static final int MOST_ROOTS = 200;
    private static final int SAMPLE = 50;
    private static final int RAREST = 1 << 30;

    private Map<String, Map<String, Root>> current = new HashMap<>();
    private Map<String, Map<String, Root>> before = Map.of();

    /// A root job and what is known of its jobs.
    static final class Root {
        final String signature;
        final String wiki;
        final @Nullable String title;
        private final Set<String> sample = new HashSet<>();
        private long jobs;
        private int oneOf = 1;

        private Root(String signature, String wiki, @Nullable String title) {
            this.signature = signature;
            this.wiki = wiki;
            this.title = title;
        }

        /// Jobs are kept as a sample by their ids' hash, not by turns: what becomes of jobs may go by turns as well.
        private void add(String eventId) {
            jobs++;
            if (!isSampled(eventId)) {
                return;
            }
            sample.add(eventId);
            while (sample.size() > SAMPLE && oneOf < RAREST) {
                oneOf *= 2;
                sample.removeIf(id -> !isSampled(id));
            }
            if (sample.size() > SAMPLE) {
                // Ids that somebody chose to have one hash.
                sample.remove(eventId);
            }
        }

        private boolean isSampled(String eventId) {
            return Integer.reverse(eventId.hashCode() * 0x9E3779B9) % oneOf == 0;
        }
    }

    /// @param sample ids of some of its events
    record Line(String signature, String wiki, @Nullable String title, long jobs, List<String> sample) {}

    /// One job was read that has a root.
    public synchronized void add(String stream, String signature, String wiki, @Nullable String title, String eventId) {
        String type = TypeNames.within(current, TypeNames.ofStream(stream));
        Map<String, Root> roots = current.computeIfAbsent(type, _ -> new HashMap<>());
        if (!roots.containsKey(signature) && roots.size() >= MOST_ROOTS) {
            roots.values().stream()
                    .min(Comparator.comparingLong(root -> root.jobs))
                    .ifPresent(least -> roots.remove(least.signature));
        }
        roots.computeIfAbsent(signature, _ -> new Root(signature, wiki, title)).add(eventId);
    }

    /// Begins a new period.
    synchronized void turn() {
        before = current;
        current = new HashMap<>();
    }

    /// Those with most jobs first.
    synchronized List<Line> largest(String type, int limit) {
        Map<String, Line> lines = new HashMap<>();
        for (Map<String, Map<String, Root>> period : List.of(current, before)) {
            for (Root root : period.getOrDefault(type, Map.of()).values()) {
                Line line = new Line(root.signature, root.wiki, root.title, root.jobs, List.copyOf(root.sample));
                lines.merge(root.signature, line, RootJobs::plus);
            }
        }
        return lines.values().stream()
                .sorted(Comparator.comparingLong(Line::jobs).reversed().thenComparing(Line::signature))
                .limit(limit)
                .toList();
    }

    private static Line plus(Line newer, Line older) {
        List<String> sample = new ArrayList<>(newer.sample);
        sample.addAll(older.sample);
        return new Line(newer.signature, newer.wiki, older.title, newer.jobs + older.jobs, sample);
    }
}
