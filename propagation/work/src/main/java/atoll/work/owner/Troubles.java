package atoll.work.owner;

import atoll.base.error.AtollException;
import atoll.base.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Partitions that cannot do their work at present, and why. Read by any thread.
final class Troubles {
    private static final long OPEN_EVERY_NANOS = Duration.ofSeconds(1).toNanos();

    private record Trouble(String why, long sinceNanos) {}

    private final Map<Integer, Trouble> troubles = new ConcurrentHashMap<>();
    private final TimeSource time;

    Troubles(TimeSource time) {
        this.time = time;
    }

    void has(int partition, AtollException reason) {
        troubles.put(partition, new Trouble(String.valueOf(reason.getMessage()), time.nanoTime()));
    }

    void over(int partition) {
        troubles.remove(partition);
    }

    /// It failed a moment ago; trying again now would only be noise.
    boolean isFresh(int partition) {
        Trouble trouble = troubles.get(partition);
        return trouble != null && time.nanoTime() - trouble.sinceNanos < OPEN_EVERY_NANOS;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        troubles.forEach((partition, trouble) -> lines.add("work partition " + partition + ": " + trouble.why));
        return lines;
    }
}
