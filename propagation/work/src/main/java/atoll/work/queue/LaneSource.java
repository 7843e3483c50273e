package atoll.work.queue;

import atoll.work.ledger.state.Ready;
import java.util.List;

/// Reads places of a lane that are not in memory.
public interface LaneSource {

    /// The lane's ready places behind the given one, in order.
    List<Ready> readyOf(Lane lane, Ready behind, int limit);
}
