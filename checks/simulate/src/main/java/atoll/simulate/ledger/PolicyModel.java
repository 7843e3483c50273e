package atoll.simulate.ledger;

import atoll.base.json.Json;
import atoll.log.LogRecord;
import atoll.log.TopicPartition;
import atoll.log.memory.MemoryEventLog;
import atoll.work.policy.PolicyLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The policies as an independent reader of their topic understands them, with what was in force when.
///
/// An attempt starts some time after it was claimed, because the claim has to become durable. So what is asked is what
/// held at any, or at every, moment of that time.
final class PolicyModel {
    /// A claim becomes durable within this, however slow the log is.
    private static final Duration CLAIM_TAKES = Duration.ofSeconds(25);

    private static final TopicPartition PLACE = new TopicPartition(PolicyLog.TOPIC, 0);
    private static final String ANY = "*";

    private final MemoryEventLog log;
    private final LongSupplier nanos;
    private final Set<String> authors = new HashSet<>();
    private final List<Version> versions = new ArrayList<>();
    private long next;
    private long number;

    record Written(
            long expects, @Nullable Line change, @Nullable List<Line> restated) {}

    record Line(
            long version,
            String type,
            String wiki,
            String section,
            @Nullable Fields policy,
            String at,
            String by,
            String reason) {
        boolean covers(String ofType, String ofWiki, String ofSection) {
            return (type.equals(ANY) || type.equals(ofType))
                    && (wiki.equals(ANY) || wiki.equals(ofWiki))
                    && (section.equals(ANY) || section.equals(ofSection));
        }

        int rank() {
            return (wiki.equals(ANY) ? 0 : 100) + (section.equals(ANY) ? 0 : 10) + (type.equals(ANY) ? 0 : 1);
        }
    }

    record Fields(
            @Nullable Boolean paused,
            @Nullable Double weight,
            @Nullable Range concurrency,
            @Nullable Often rate) {}

    record Range(int min, int max) {}

    record Often(double perSecond, int burst) {}

    /// What was said from a moment on.
    private record Version(long sinceNanos, Map<String, Line> lines) {}

    PolicyModel(MemoryEventLog log, LongSupplier nanos) {
        this.log = log;
        this.nanos = nanos;
        versions.add(new Version(nanos.getAsLong(), Map.of()));
    }

    void read() {
        for (LogRecord record : log.read(PLACE, next, Integer.MAX_VALUE, Long.MAX_VALUE)) {
            next = record.offset() + 1;
            Line change = Json.read(record.value(), Written.class).change();
            // A change that was made for another version is void.
            if (change == null || change.version() != number + 1) {
                continue;
            }
            number++;
            authors.add(change.by());
            Map<String, Line> lines = new TreeMap<>(versions.getLast().lines);
            String target = change.type() + " " + change.wiki() + " " + change.section();
            if (change.policy() == null) {
                lines.remove(target);
            } else {
                lines.put(target, change);
            }
            versions.add(new Version(nanos.getAsLong(), lines));
        }
    }

    boolean tookEffect(String author) {
        read();
        return authors.contains(author);
    }

    /// The highest bound of a type's attempts at once that may have held when an attempt that starts now was claimed.
    int mostOfType(String type) {
        int most = 0;
        for (Version version : recent()) {
            Line line = version.lines.get(type + " * *");
            Range range =
                    line == null || line.policy() == null ? null : line.policy().concurrency();
            most = Math.max(most, range == null ? Integer.MAX_VALUE : range.max());
        }
        return most;
    }

    /// Whether it was paused at every moment at which an attempt that starts now may have been claimed.
    boolean pausedAllTheTime(String type, String wiki, String section) {
        Predicate<Version> paused = version -> {
            Line decides = null;
            for (Line line : version.lines.values()) {
                boolean says = line.policy() != null && line.policy().paused() != null;
                if (says && line.covers(type, wiki, section) && (decides == null || line.rank() > decides.rank())) {
                    decides = line;
                }
            }
            return decides != null
                    && decides.policy() != null
                    && Boolean.TRUE.equals(decides.policy().paused());
        };
        return recent().stream().allMatch(paused);
    }

    private List<Version> recent() {
        read();
        long from = nanos.getAsLong() - CLAIM_TAKES.toNanos();
        List<Version> recent = new ArrayList<>();
        for (int i = versions.size() - 1; i >= 0; i--) {
            recent.add(versions.get(i));
            if (versions.get(i).sinceNanos - from <= 0) {
                break;
            }
        }
        return recent;
    }
}
