package atoll.base.lifecycle;

import atoll.base.time.Wakeup;
import java.time.Duration;

/// Repeated background work, one bounded step at a time. Not thread-safe: exactly one runner steps a duty.
///
/// In production a [DutyRunner] steps it on a thread of its own; in the simulator one thread steps many.
public interface Duty {

    /// Thread name, log field and metric tag.
    String name();

    /// Does a bounded amount of work and says when to be stepped again.
    Next step() throws InterruptedException;

    /// When the next step is due.
    sealed interface Next {
        /// More work is ready.
        record Now() implements Next {}

        /// Step again when the wakeup is signalled, at the latest after the time given.
        record OnWakeup(Wakeup wakeup, Duration atMost) implements Next {}

        /// There will be no further step.
        record Finished() implements Next {}

        Next NOW = new Now();
        Next FINISHED = new Finished();
    }
}
