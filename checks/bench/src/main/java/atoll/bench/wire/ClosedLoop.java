package atoll.bench.wire;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.lifecycle.Threads;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(30);
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

    /// Sends this many events, for at most this long, but at least one request over each connection. The clock starts
    /// when
    /// all connections are made. Throws if any answer was not 201.
    public Result run(Duration atMost, long events) throws InterruptedException {
        Work work = new Work(atMost, events, connections);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            threads.add(Threads.startVirtual("load-" + i, () -> send(work)));
        }
        boolean connected = work.connecting.await(CONNECT_WITHIN.toSeconds(), TimeUnit.SECONDS);
        if (!connected) {
            work.problem.set("not all connections of the load could be made");
        }
        long start = System.nanoTime();
        work.end = start + atMost.toNanos();
        work.start.countDown();
        for (Thread thread : threads) {
            if (!thread.join(atMost.plus(MARGIN))) {
                work.problem.set("a connection of the load got no answer");
            }
        }
        if (!work.problem.get().isEmpty()) {
            throw new AtollException(ErrorKind.UNAVAILABLE, work.problem.get());
        }
        return new Result(work.sentRequests.sum(), work.sentEvents.sum(), System.nanoTime() - start);
    }

    /// What all connections share.
    private static final class Work {
        final CountDownLatch connecting;
        final CountDownLatch start = new CountDownLatch(1);
        final LongAdder sentRequests = new LongAdder();
        final LongAdder sentEvents = new LongAdder();
        final AtomicReference<String> problem = new AtomicReference<>("");
        final AtomicLong budget;
        volatile long end;

        Work(Duration atMost, long events, int connections) {
            connecting = new CountDownLatch(connections);
            budget = new AtomicLong(events);
            end = System.nanoTime() + atMost.toNanos();
        }

        boolean goesOn(int count) {
            return problem.get().isEmpty() && budget.getAndAdd(-count) > 0;
        }
    }

    private void send(Work work) {
        EventRequest request = requests.get();
        int count = request.events();
        try (Connection connection = new Connection(port)) {
            work.connecting.countDown();
            if (!work.start.await(CONNECT_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                return;
            }
            boolean more = work.goesOn(count);
            while (more) {
                int status = connection.exchange(request.numbered(numbers.getAndAdd(count)));
                if (status != CREATED) {
                    work.problem.set("the server answered status " + status + " instead of " + CREATED);
                }
                work.sentRequests.increment();
                work.sentEvents.add(count);
                more = System.nanoTime() - work.end < 0 && work.goesOn(count);
            }
        } catch (IOException e) {
            work.problem.set("a connection of the load broke: " + e.getMessage());
            work.connecting.countDown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
