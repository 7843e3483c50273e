package atoll.it.program;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// When the program was killed: the only reason, beside a failure, for which it may do something twice.
public final class Kills {
    /// What a process sent just before its death may arrive a little later; the next one is not that quick.
    private static final Duration STILL_ARRIVING = Duration.ofMillis(200);

    private final List<Instant> kills = new ArrayList<>();

    /// SIGKILL, and remembers it.
    public void kill(AtollProcess atoll) throws InterruptedException {
        atoll.kill();
        kills.add(Eventually.time().instant().plus(STILL_ARRIVING));
    }

    public int count() {
        return kills.size();
    }

    /// True if something seen at the first moment may have been cut off, so that it was done again by the second.
    public boolean isBetween(Instant before, Instant after) {
        return kills.stream().anyMatch(kill -> !kill.isBefore(before) && kill.isBefore(after));
    }

    @Override
    public String toString() {
        return "kills at " + kills;
    }
}
