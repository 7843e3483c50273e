package atoll.work.owner;

import java.time.Duration;

/// Fixed settings of the owner.
///
/// @param history finished deliveries are kept this long, for questions and for recognising repeats
/// @param flushEvery the index is made durable this often; more often means less to fold after a crash
/// @param drainWithin at shutdown, attempts under way get this long before they are handed back
/// @param writeViewAt a partition's view is written down when more changes than this wait in memory
public record WorkConfig(Duration history, Duration flushEvery, Duration drainWithin, int writeViewAt) {
    private static final int WRITE_VIEW_AT = 4096;

    public static final WorkConfig DEFAULTS =
            new WorkConfig(Duration.ofDays(7), Duration.ofSeconds(30), Duration.ofSeconds(20));

    public WorkConfig(Duration history, Duration flushEvery, Duration drainWithin) {
        this(history, flushEvery, drainWithin, WRITE_VIEW_AT);
    }
}
