package atoll.http;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import java.time.Duration;

/// Too much at once: nothing was done, the same request may be sent again later.
public final class LimitReached extends AtollException {
    private final Duration retryAfter;

    public LimitReached(String name, int permits, Duration retryAfter) {
        super(
                ErrorKind.LIMITED,
                "more than " + permits + " " + name + ": try again in " + Math.max(1, retryAfter.toSeconds()) + " s");
        this.retryAfter = retryAfter;
    }

    public Duration retryAfter() {
        return retryAfter;
    }
}
