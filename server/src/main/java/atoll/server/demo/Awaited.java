package atoll.server.demo;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Jobs of which each single one has to be carried out: mails to watchers, repeated purges. One that never comes is
/// left
/// here. Safe for use by many threads.
final class Awaited {
    private final Map<String, Instant> notBefore = new ConcurrentHashMap<>();
    private final AtomicLong early = new AtomicLong();
    private final AtomicLong repeated = new AtomicLong();

    void expect(String type, String requestId, Instant due) {
        notBefore.put(type + " " + requestId, due);
    }

    void cameTrue(String type, String requestId, Instant now) {
        Instant due = notBefore.remove(type + " " + requestId);
        if (due == null) {
            repeated.incrementAndGet();
        } else if (now.isBefore(due)) {
            early.incrementAndGet();
        }
    }

    int missing() {
        return notBefore.size();
    }

    /// Carried out before they were due.
    long early() {
        return early.get();
    }

    /// Carried out more than once, or not by this wiki's order.
    long repeated() {
        return repeated.get();
    }
}
