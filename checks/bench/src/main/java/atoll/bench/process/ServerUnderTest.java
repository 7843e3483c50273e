package atoll.bench.process;

import java.util.Optional;

/// A server that is being measured.
public interface ServerUnderTest extends AutoCloseable {

    int port();

    long pid();

    /// Asks its JVM to collect all garbage; then the heap. Empty if it cannot be asked.
    Optional<Heap> heapAfterCollection();

    /// Stops it in order, as an operator would.
    @Override
    void close();

    /// @param usedBytes live objects
    /// @param committedBytes taken from the system for the heap
    record Heap(long usedBytes, long committedBytes) {}
}
