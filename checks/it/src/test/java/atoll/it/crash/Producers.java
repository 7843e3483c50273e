package atoll.it.crash;

import atoll.base.id.Randomness;
import atoll.base.lifecycle.Threads;
import atoll.it.program.Eventually;
import atoll.it.program.IntakeClient;
import atoll.it.program.JobEvent;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Posts job events, one a request, to whichever process is named at the moment, and remembers which were acknowledged.
final class Producers {
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final int TWIN_KEYS = 40;
    private static final int WIKIS = 3;

    private final List<Thread> threads = new ArrayList<>();
    private final List<Randomness> seeds = new ArrayList<>();
    private final Map<String, JobEvent> acknowledged = new ConcurrentHashMap<>();
    private final AtomicLong failures = new AtomicLong();
    private volatile @Nullable IntakeClient client;
    private volatile boolean stopping;

    Producers(int count, Randomness randomness) {
        for (int i = 0; i < count; i++) {
            seeds.add(Randomness.seeded(randomness.nextLong()));
        }
    }

    void start() {
        for (int i = 0; i < seeds.size(); i++) {
            Randomness own = seeds.get(i);
            threads.add(Threads.startVirtual("producer-" + i, () -> produce(own)));
        }
    }

    void sendTo(URI address) {
        IntakeClient before = client;
        client = new IntakeClient(address);
        if (before != null) {
            before.close();
        }
    }

    /// What was answered with 201, by event id.
    Map<String, JobEvent> acknowledged() {
        return Map.copyOf(acknowledged);
    }

    void stop() throws InterruptedException {
        stopping = true;
        for (Thread thread : threads) {
            if (!thread.join(Duration.ofSeconds(40))) {
                throw new AssertionError("producer '" + thread.getName() + "' did not end");
            }
        }
        IntakeClient last = client;
        if (last != null) {
            last.close();
        }
    }

    private void produce(Randomness randomness) {
        try {
            while (!stopping) {
                IntakeClient now = client;
                if (now != null) {
                    post(now, job(randomness));
                }
                Eventually.pause(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void post(IntakeClient to, JobEvent job) throws InterruptedException {
        try {
            if (to.tryPost(job.body()).status() == 201) {
                acknowledged.put(job.id(), job);
            }
        } catch (IOException e) {
            // Nobody promised anything: the event may be there or not.
            failures.incrementAndGet();
        }
    }

    private static JobEvent job(Randomness randomness) {
        String wiki = "wiki" + randomness.nextLong(WIKIS);
        long kind = randomness.nextLong(4);
        String twinKey = kind == 0 ? "twin-" + randomness.nextLong(TWIN_KEYS) : null;
        return new JobEvent(
                new UUID(randomness.nextLong(), randomness.nextLong()).toString(),
                wiki,
                kind == 1 ? "delayed" : "plain",
                twinKey,
                kind == 1 ? Eventually.time().instant().plusSeconds(1 + randomness.nextLong(3)) : null);
    }
}
