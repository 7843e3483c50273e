package atoll.work.ledger;

import atoll.work.Attempt;
import java.util.List;

/// What became of the batch that was on its way.
public sealed interface Settled {
    /// There is none, or it is still on its way.
    record Nothing() implements Settled {}

    /// Durable: these attempts may start.
    record Recorded(int decisions, List<Attempt> start, Deaths deaths) implements Settled {}
}
