package atoll.bench.process;

import java.util.Optional;

/// A process that runs `./atoll serve`, as operators start it.
final class ServedProcess implements ServerUnderTest {
    private final Process process;
    private final int port;

    ServedProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public Optional<Heap> heapAfterCollection() {
        return Optional.empty();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroy();
        ChildProcess.awaitEnd(process);
    }
}
