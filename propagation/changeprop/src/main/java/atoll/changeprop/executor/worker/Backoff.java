package atoll.changeprop.executor.worker;

import java.time.Duration;

/// How long to wait before the next process is started, after some that were of no use. Not thread-safe.
///
/// The first loss costs nothing: a job may well take its process along. From the second one in a row the wait doubles;
/// a process that did not even start always costs at least a second.
final class Backoff {
    static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Duration FIRST = Duration.ofMillis(250);
    private static final Duration NOT_STARTED = Duration.ofSeconds(1);
    private static final int MOST_DOUBLINGS = 10;

    private int inRow;
    private long notBeforeNanos;
    private String reason = "";

    void lost(String why, boolean wasStarted, long nowNanos) {
        inRow++;
        reason = why;
        Duration wait = inRow == 1 ? Duration.ZERO : FIRST.multipliedBy(1L << Math.min(inRow - 2, MOST_DOUBLINGS));
        if (!wasStarted) {
            wait = longer(wait.multipliedBy(4), NOT_STARTED);
        }
        notBeforeNanos = nowNanos + (wait.compareTo(LONGEST) > 0 ? LONGEST : wait).toNanos();
    }

    void worked() {
        inRow = 0;
    }

    /// What is left to wait; zero if a process may be started.
    Duration left(long nowNanos) {
        return inRow == 0 ? Duration.ZERO : Duration.ofNanos(Math.max(0, notBeforeNanos - nowNanos));
    }

    /// Processes lost in a row.
    int inRow() {
        return inRow;
    }

    String reason() {
        return reason;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
