package atoll.base.lifecycle;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Where threads come from. Each is named after what it does.
public final class Threads {
    private Threads() {}

    /// Starts a virtual thread, for blocking work on sockets and queues.
    public static Thread startVirtual(String name, Runnable body) {
        return Thread.ofVirtual().name(name).start(body);
    }

    /// Starts a platform thread, for work that pins its carrier (file system, RocksDB).
    public static Thread startPlatform(String name, Runnable body) {
        return Thread.ofPlatform().name(name).daemon(true).start(body);
    }

    /// An executor that runs each call on a virtual thread of its own, named with the prefix and a number.
    public static ExecutorService virtualPerCall(String namePrefix) {
        return Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name(namePrefix, 0).factory());
    }
}
