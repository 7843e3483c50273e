package atoll.bench.wire;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.lifecycle.Threads;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/// As many requests as the server takes, over some connections that each wait for their answer.
///
/// @param port of the server
/// @param requests makes each connection its own request
/// @param numbers gives events their numbers; shared by all loops of a run
public record ClosedLoop(int port, int connections, Supplier<EventRequest> requests, AtomicLong numbers) {
    private static final int CREATED = 201;
    private static final Duration MARGIN = Duration.ofSeconds(70);

    /// What was sent and accepted.
    public record Result(long requests, long events, long nanos) {
        public double eventsPerSecond() {
            return events * 1e9 / nanos;
        }

        public double requestsPerSecond() {
            return requests * 1e9 / nanos;
        }
    }

    /// Sends for this long.
    public Result run(Duration duration) throws InterruptedException {
        return run(duration, Long.MAX_VALUE);
    }

    /// Sends this many events, for at most this long. Throws if any answer was not 201.
    public Result run(Duration atMost, long events) throws InterruptedException {
        LongAdder sentRequests = new LongAdder();
        LongAdder sentEvents = new LongAdder();
        AtomicLong budget = new AtomicLong(events);
        AtomicReference<String> problem = new AtomicReference<>("");
        long start = System.nanoTime();
        long end = start + atMost.toNanos();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            threads.add(Threads.startVirtual("load-" + i, () -> {
                EventRequest request = requests.get();
                int count = request.events();
                try (Connection connection = new Connection(port)) {
                    while (System.nanoTime() < end && problem.get().isEmpty() && budget.getAndAdd(-count) > 0) {
                        int status = connection.exchange(request.numbered(numbers.getAndAdd(count)));
                        if (status != CREATED) {
                            problem.set("the server answered status " + status + " instead of " + CREATED);
                        }
                        sentRequests.increment();
                        sentEvents.add(count);
                    }
                } catch (IOException e) {
                    problem.set("a connection of the load broke: " + e.getMessage());
                }
            }));
        }
        for (Thread thread : threads) {
            if (!thread.join(atMost.plus(MARGIN))) {
                problem.set("a connection of the load got no answer");
            }
        }
        if (!problem.get().isEmpty()) {
            throw new AtollException(ErrorKind.UNAVAILABLE, problem.get());
        }
        return new Result(sentRequests.sum(), sentEvents.sum(), System.nanoTime() - start);
    }
}
