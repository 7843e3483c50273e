package atoll.server.demo;

import java.time.Duration;

/// How often the sample wiki does not do its best. Shares are between 0 and 1, of all attempts.
///
/// @param failing answered 500 without effect
/// @param silent answered 200 without a body and without effect, as when PHP dies
/// @param slow take up to `slowest` longer
record Troubles(double failing, double silent, double slow, Duration slowest) {
    static final Troubles NONE = new Troubles(0, 0, 0, Duration.ZERO);
    static final Troubles USUAL = new Troubles(0.03, 0.005, 0.01, Duration.ofMillis(1_500));
}
