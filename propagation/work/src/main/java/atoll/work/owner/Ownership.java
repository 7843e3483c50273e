package atoll.work.owner;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Which work partitions this process owns. It may believe so wrongly for a while; the log's fence decides.
public interface Ownership {

    Set<Integer> owned();

    /// One process owns them all.
    static Ownership all(int partitions) {
        Set<Integer> all = IntStream.range(0, partitions).boxed().collect(Collectors.toUnmodifiableSet());
        return () -> all;
    }
}
