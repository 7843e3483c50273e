package atoll.bench.wire;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.lifecycle.Threads;
import atoll.bench.measure.Latencies;
import atoll.bench.measure.Pace;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// Requests at moments fixed beforehand, however the server does. Times are measured from the moment a request was to
/// be
/// sent, so that a stall counts for every request it delays.
///
/// @param connections enough that one is free while others wait for slow answers
/// @param requests makes each connection its own requests, used in turn by the event's number
public record OpenLoop(int port, int connections, Supplier<List<EventRequest>> requests) {
    private static final int CREATED = 201;
    private static final Duration MARGIN = Duration.ofSeconds(70);

    /// Sends `count` single events, numbered from `first` on; gives the times until their answers were complete.
    public Latencies run(Pace pace, int count, long first) throws InterruptedException {
        Latencies times = new Latencies();
        AtomicInteger next = new AtomicInteger();
        AtomicReference<String> problem = new AtomicReference<>("");
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            threads.add(Threads.startPlatform("paced-" + i, () -> {
                List<EventRequest> own = requests.get();
                try (Connection connection = new Connection(port)) {
                    int index = next.getAndIncrement();
                    while (index < count && problem.get().isEmpty()) {
                        byte[] request = own.get(index % own.size()).numbered(first + index);
                        awaitMoment(pace.at(index));
                        int status = connection.exchange(request);
                        times.record(System.nanoTime() - pace.at(index));
                        if (status != CREATED) {
                            problem.set("the server answered status " + status + " instead of " + CREATED);
                        }
                        index = next.getAndIncrement();
                    }
                } catch (IOException e) {
                    problem.set("a connection of the load broke: " + e.getMessage());
                }
            }));
        }
        Duration within = Duration.ofNanos(Math.max(0, pace.at(count) - System.nanoTime()))
                .plus(MARGIN);
        for (Thread thread : threads) {
            if (!thread.join(within)) {
                problem.set("a connection of the load got no answer");
            }
        }
        if (!problem.get().isEmpty()) {
            throw new AtollException(ErrorKind.UNAVAILABLE, problem.get());
        }
        return times;
    }

    private static void awaitMoment(long nanos) {
        long left = nanos - System.nanoTime();
        while (left > 0) {
            LockSupport.parkNanos(left);
            left = nanos - System.nanoTime();
        }
    }
}
