package atoll.work.queue;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Something that lanes share and that can be full. A lane whose turn comes meanwhile is parked at it, and comes back
/// when there is room.
public interface Bound {

    /// How many more deliveries it lets go now.
    int room();

    /// When it has room again by itself; null if that takes an attempt to end or a policy to change.
    @Nullable
    Duration opensIn();

    /// So many more lanes are parked at it, or fewer.
    void parked(int change);

    /// Why it is full, for people.
    String reason();
}
