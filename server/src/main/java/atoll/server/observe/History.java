package atoll.server.observe;

import java.time.Duration;
import java.time.Instant;

/// One figure over time: an hour of fine steps and a day of coarse ones.
final class History {
    static final Duration FINE = Duration.ofSeconds(5);
    static final Duration COARSE = Duration.ofMinutes(1);
    private static final int FINE_STEPS = 720;
    private static final int COARSE_STEPS = 1_440;

    private final Series fine = new Series(FINE, FINE_STEPS);
    private final Series coarse = new Series(COARSE, COARSE_STEPS);

    /// So much happened in the step.
    void count(Instant at, long happened) {
        fine.add(at, happened);
        coarse.add(at, happened);
    }

    /// So much there was in the step.
    void level(Instant at, long present) {
        fine.put(at, present);
        coarse.put(at, present);
    }

    /// The last minutes: in fine steps if there are enough of them.
    Series.Window last(Instant until, int minutes) {
        int fineSteps = Math.toIntExact(Duration.ofMinutes(minutes).dividedBy(FINE));
        return fineSteps <= FINE_STEPS ? fine.window(until, fineSteps) : coarse.window(until, minutes);
    }

    Series.Window coarse(Instant until, int minutes) {
        return coarse.window(until, minutes);
    }

    /// A second's share of what happened lately.
    double perSecond(Instant until) {
        int steps = 2;
        return fine.sum(until, steps) / (double) FINE.multipliedBy(steps).toSeconds();
    }

    long lastMinutes(Instant until, int minutes) {
        return coarse.sum(until, minutes);
    }
}
