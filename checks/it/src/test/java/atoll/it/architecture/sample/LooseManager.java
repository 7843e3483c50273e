package atoll.it.architecture.sample;

import atoll.it.architecture.sample.inner.Loop;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/// Breaks most rules.
public final class LooseManager {
    static final AtomicLong COUNT = new AtomicLong();

    private LooseManager() {}

    public static LooseManager getInstance() {
        return new LooseManager();
    }

    /// A future where everyone sees it.
    public CompletableFuture<String> later() {
        return CompletableFuture.completedFuture(Instant.now().toString());
    }

    /// The other half of a cycle.
    Loop loop() {
        return new Loop(this);
    }

    void startThread() {
        try (var executor = Executors.newCachedThreadPool()) {
            executor.execute(COUNT::incrementAndGet);
        }
    }

    void waitForEver() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    void fail() {
        throw new RuntimeException("something went wrong");
    }

    /// Has a root of its own.
    public static final class Lost extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /// A configuration that is no record.
    static final class LooseConfig {}
}
