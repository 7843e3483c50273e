package atoll.work.queue;

import java.time.Instant;

/// Whether a lane may have its turn.
public sealed interface Turn {

    record Now() implements Turn {}

    /// Not in this round (its partition records a batch); asked again in the next.
    record Skip() implements Turn {}

    /// Not before a time, for a reason that is shown.
    record Later(Instant until, String reason) implements Turn {}

    /// Not before the bound has room; the lane keeps its turn.
    record Full(Bound by) implements Turn {}

    Turn NOW = new Now();
    Turn SKIP = new Skip();
}
