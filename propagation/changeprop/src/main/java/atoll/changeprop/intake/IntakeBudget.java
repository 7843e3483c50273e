package atoll.changeprop.intake;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.changeprop.intake.stream.EventClass;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;

/// The memory that bodies of requests may take together, and how many requests of ordinary events may be under way.
/// Safe for use by many threads; never waits.
///
/// Ordinary events may use only a share of both, so that however many come, jobs and purges find room. An adapter reads
/// the
/// first few kilobytes of a body, asks [#admit], and answers 503 before it reads the rest if there is no permit. The
/// permit
/// is closed once the request is answered.
///
/// ```java
/// try (IntakeBudget.Permit permit = budget.admit(first, count, streamParameter, contentLength).orElseThrow(…)) { … }
/// ```
public final class IntakeBudget {
    /// How many bytes of a body [#classify] looks at, at most.
    public static final int PEEK_BYTES = 4096;

    /// A small body costs more than its bytes.
    private static final long LEAST_COST = 4096;
    /// Half of what the HTTP server takes at once, so that the other half is left to jobs and purges.
    private static final int ORDINARY_AT_ONCE = 512;

    private final long capacity;
    private final long ordinaryCapacity;
    private final int ordinaryAtOnce;
    private final IntakeMetrics metrics;
    private final Object lock = new Object(); // guards the three below
    private long used;
    private long ordinaryUsed;
    private int ordinaryRequests;

    /// @param capacity bytes of all bodies together
    /// @param ordinaryPercent the share that ordinary events may use
    public IntakeBudget(long capacity, int ordinaryPercent, MeterRegistry meters) {
        this(capacity, ordinaryPercent, ORDINARY_AT_ONCE, meters);
    }

    /// @param ordinaryAtOnce requests of ordinary events under way at once; must leave some of the server's to others
    public IntakeBudget(long capacity, int ordinaryPercent, int ordinaryAtOnce, MeterRegistry meters) {
        if (capacity < LEAST_COST || ordinaryPercent < 1 || ordinaryPercent > 99) {
            throw new AtollException(
                    ErrorKind.INVALID,
                    "intake budget of " + capacity + " bytes, " + ordinaryPercent
                            + " percent for ordinary events: must be at least 4096 bytes and 1 to 99 percent");
        }
        this.capacity = capacity;
        this.ordinaryCapacity = capacity / 100 * ordinaryPercent;
        this.ordinaryAtOnce = ordinaryAtOnce;
        this.metrics = new IntakeMetrics(meters);
        metrics.gauge("atoll.intake.budget.used", "Bytes of bodies in flight", this, IntakeBudget::used);
    }

    /// Admits a body by its first bytes.
    ///
    /// @param first the first bytes of the body, as many as have come, up to [#PEEK_BYTES]
    /// @param streamParameter the query parameter `stream`, empty if there is none
    /// @param bytes what to begin with: the length of a small body, what came of a large one
    public Optional<Permit> admit(byte[] first, int count, String streamParameter, long bytes) {
        return admit(classify(first, count, streamParameter), bytes);
    }

    /// Admits a body of a class. Empty means: answer 503, and do not read the body.
    public Optional<Permit> admit(EventClass eventClass, long bytes) {
        long cost = Math.max(LEAST_COST, bytes);
        if (!enter(eventClass, cost)) {
            metrics.refused(IntakeMetrics.Refusal.BUDGET);
            return Optional.empty();
        }
        return Optional.of(new Permit(eventClass, cost, bytes));
    }

    /// The class of a body's first event. A producer that says `mediawiki.job.` but sends something else gains no more
    /// than
    /// it would by sending jobs.
    public static EventClass classify(byte[] first, int count, String streamParameter) {
        int end = Math.min(Math.min(count, first.length), PEEK_BYTES);
        String stream = StreamPeek.firstStream(first, end);
        return EventClass.ofStream(stream.isEmpty() ? streamParameter : stream);
    }

    public long used() {
        synchronized (lock) {
            return used;
        }
    }

    private boolean enter(EventClass eventClass, long cost) {
        synchronized (lock) {
            boolean ordinary = eventClass == EventClass.ORDINARY;
            if (ordinary && ordinaryRequests >= ordinaryAtOnce || !take(eventClass, cost)) {
                return false;
            }
            ordinaryRequests += ordinary ? 1 : 0;
            return true;
        }
    }

    private void leave(EventClass eventClass, long cost) {
        synchronized (lock) {
            used -= cost;
            ordinaryUsed -= eventClass == EventClass.ORDINARY ? cost : 0;
            ordinaryRequests -= eventClass == EventClass.ORDINARY ? 1 : 0;
        }
    }

    private boolean take(EventClass eventClass, long cost) {
        synchronized (lock) {
            boolean ordinary = eventClass == EventClass.ORDINARY;
            if (cost > capacity - used || ordinary && cost > ordinaryCapacity - ordinaryUsed) {
                return false;
            }
            used += cost;
            ordinaryUsed += ordinary ? cost : 0;
            return true;
        }
    }

    /// Room for one body. Closing it again does nothing. Not safe for use by many threads.
    public final class Permit implements AutoCloseable {
        private final EventClass eventClass;
        private long cost;
        private long bytes;
        private boolean closed;

        private Permit(EventClass eventClass, long cost, long bytes) {
            this.eventClass = eventClass;
            this.cost = cost;
            this.bytes = bytes;
        }

        public EventClass eventClass() {
            return eventClass;
        }

        /// Takes room for more bytes of a body as they arrive, whatever length was declared. False means: answer 503
        /// and stop reading.
        public boolean grow(long more) {
            long needed = Math.max(0, bytes + more - cost);
            if (needed > 0 && !take(eventClass, needed)) {
                metrics.refused(IntakeMetrics.Refusal.BUDGET);
                return false;
            }
            cost += needed;
            bytes += more;
            return true;
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                leave(eventClass, cost);
            }
        }
    }
}
