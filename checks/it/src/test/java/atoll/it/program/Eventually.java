package atoll.it.program;

import atoll.base.time.Deadline;
import atoll.base.time.SystemTime;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Waits in real time for what another process does.
public final class Eventually {
    private static final SystemTime TIME = new SystemTime();
    private static final Duration LOOK_EVERY = Duration.ofMillis(25);

    private Eventually() {}

    /// Assertions that may fail at first.
    @FunctionalInterface
    public interface Assertions {
        void check() throws InterruptedException;
    }

    /// Repeats the assertions until they hold; fails with their last failure.
    public static void holds(Duration within, Assertions assertions) throws InterruptedException {
        Deadline deadline = Deadline.after(TIME, within);
        @Nullable AssertionError failure = null;
        while (!deadline.isPassed() || failure == null) {
            try {
                assertions.check();
                return;
            } catch (AssertionError e) {
                failure = e;
            }
            TIME.sleep(LOOK_EVERY);
        }
        throw new AssertionError("not within " + within + ": " + failure.getMessage(), failure);
    }

    /// Lets real time pass.
    public static void pause(Duration duration) throws InterruptedException {
        TIME.sleep(duration);
    }

    public static SystemTime time() {
        return TIME;
    }
}
