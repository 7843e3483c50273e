package atoll.work.owner;

import java.time.Duration;

/// Fixed settings of the owner.
///
/// @param history finished deliveries are kept this long, for questions and for recognising repeats
/// @param flushEvery the index is made durable this often; more often means less to fold after a crash
/// @param drainWithin at shutdown, attempts under way get this long before they are handed back
public record WorkConfig(Duration history, Duration flushEvery, Duration drainWithin) {
    public static final WorkConfig DEFAULTS =
            new WorkConfig(Duration.ofDays(7), Duration.ofSeconds(30), Duration.ofSeconds(20));
}
