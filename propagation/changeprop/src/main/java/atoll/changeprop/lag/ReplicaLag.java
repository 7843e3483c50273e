package atoll.changeprop.lag;

import atoll.base.time.TimeSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// What is known about the replica lag of each section, from probes and from what wikis say in their answers.
///
/// Bulk work pauses when the lag is above the bound, and goes on when it is at most half of it, so that work
/// does not start and stop at every answer. What was heard holds for a time only: a section nobody hears of is
/// not paused, for an unknown lag must not stop a wiki for ever. Safe for use by many threads; never waits.
public final class ReplicaLag {
    /// The section of all wikis that are in no other.
    public static final String REST = "default";

    private record Heard(Duration lag, long untilNanos, boolean isPaused) {}

    private final Map<String, String> sections;
    private final Duration pauseAbove;
    private final TimeSource time;
    private final ConcurrentMap<String, Heard> heard = new ConcurrentHashMap<>();

    /// @param sections of wikis, by wiki id or domain
    public ReplicaLag(Map<String, String> sections, Duration pauseAbove, TimeSource time, MeterRegistry meters) {
        this.sections = Map.copyOf(sections);
        this.pauseAbove = pauseAbove;
        this.time = time;
        TreeSet<String> names = new TreeSet<>(sections.values());
        names.add(REST);
        for (String section : names) {
            Gauge.builder("atoll.lag.replica", () -> known(section).toMillis() / 1000.0)
                    .description("seconds that the replicas of the section are behind, as far as known")
                    .tag("section", section)
                    .register(meters);
            Gauge.builder("atoll.lag.pause", () -> isBehind(section) ? 1 : 0)
                    .description("1 while bulk work of the section waits for its replicas")
                    .tag("section", section)
                    .register(meters);
        }
    }

    public String sectionOf(String wiki) {
        return sections.getOrDefault(wiki, REST);
    }

    /// Takes note of a section's lag.
    ///
    /// @param holds how long this counts unless something newer is heard
    public void heard(String section, Duration lag, Duration holds) {
        long now = time.nanoTime();
        heard.compute(section, (_, before) -> {
            boolean wasPaused = before != null && before.isPaused && before.untilNanos - now > 0;
            Duration bound = wasPaused ? pauseAbove.dividedBy(2) : pauseAbove;
            return new Heard(lag, now + holds.toNanos(), lag.compareTo(bound) > 0);
        });
    }

    /// Why bulk work of a wiki has to wait; empty if it can go.
    public Optional<String> pause(String wiki) {
        String section = sectionOf(wiki);
        if (!isBehind(section)) {
            return Optional.empty();
        }
        return Optional.of("replica lag " + known(section).toSeconds() + " s"
                + (section.equals(REST) ? "" : " in section '" + section + "'") + "; bulk work waits");
    }

    /// Whether the section's replicas are known to lag too much.
    public boolean isBehind(String section) {
        Heard last = heard.get(section);
        return last != null && last.isPaused && last.untilNanos - time.nanoTime() > 0;
    }

    private Duration known(String section) {
        Heard last = heard.get(section);
        return last == null || last.untilNanos - time.nanoTime() <= 0 ? Duration.ZERO : last.lag;
    }
}
