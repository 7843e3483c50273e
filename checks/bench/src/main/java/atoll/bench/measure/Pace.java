package atoll.bench.measure;

import java.time.Duration;

/// The moments at which an open loop sends: fixed from the start, whatever the server does. A time measured from them
/// counts the waiting that a slow answer causes for the requests behind it.
///
/// @param startNanos the first moment, on the clock of System.nanoTime
/// @param perSecond how many moments there are in a second
public record Pace(long startNanos, double perSecond) {

    public Pace {
        if (!(perSecond > 0)) {
            throw new IllegalArgumentException("a pace of " + perSecond + " per second: must be above 0");
        }
    }

    /// When the request of this number is to be sent.
    public long at(long index) {
        return startNanos + Math.round(index * 1e9 / perSecond);
    }

    /// How many moments lie within the duration.
    public int within(Duration duration) {
        return (int) Math.max(1, Math.round(perSecond * duration.toNanos() / 1e9));
    }
}
