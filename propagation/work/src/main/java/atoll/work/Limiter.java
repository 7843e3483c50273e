package atoll.work;

import java.time.Duration;
import java.util.List;

/// Says how many attempts with one [LimitKey] may end with a server's error (status 500 or more) in a time. While a
/// window is full, further deliveries with that key wait; they are not dropped.
///
/// @param name as rules refer to it
/// @param windows all of them hold
public record Limiter(String name, List<Window> windows) {
    /// Pieces a window is counted in at most.
    static final int MOST_PIECES = 1_000;
    private static final int PIECES = 60;
    private static final Duration SHORTEST_PIECE = Duration.ofSeconds(1);

    public Limiter {
        windows = List.copyOf(windows);
        if (windows.isEmpty()) {
            throw new IllegalArgumentException("limiter '" + name + "' has no window");
        }
    }

    /// A sliding window.
    ///
    /// @param interval how long a failure counts
    /// @param limit so many failures fill it
    /// @param precision failures this close together are counted as one moment, the latest of them
    public record Window(Duration interval, int limit, Duration precision) {
        public Window {
            if (limit < 1) {
                throw new IllegalArgumentException("limit is " + limit + ": must be at least 1");
            }
            if (interval.compareTo(Duration.ofMillis(1)) < 0 || precision.compareTo(Duration.ofMillis(1)) < 0) {
                throw new IllegalArgumentException("interval and precision must be at least 1 ms");
            }
            if (precision.compareTo(interval) > 0 || interval.dividedBy(precision) > MOST_PIECES) {
                throw new IllegalArgumentException("precision is " + precision + ": must be between the interval ("
                        + interval + ") and a thousandth of it");
            }
        }

        /// With the precision of a sixtieth of the interval, but of a second at least.
        public static Window of(Duration interval, int limit) {
            Duration piece = interval.dividedBy(PIECES);
            Duration precision = piece.compareTo(SHORTEST_PIECE) < 0 ? SHORTEST_PIECE : piece;
            return new Window(interval, limit, precision.compareTo(interval) > 0 ? interval : precision);
        }
    }

    /// The finest of all windows.
    public Duration precision() {
        return windows.stream().map(Window::precision).min(Duration::compareTo).orElseThrow();
    }

    /// How long a failure matters to any window.
    public Duration horizon() {
        return windows.stream().map(Window::interval).max(Duration::compareTo).orElseThrow();
    }
}
