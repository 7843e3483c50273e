package atoll.changeprop.executor.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import atoll.changeprop.handler.Handlers;
import atoll.changeprop.handler.Handling;
import atoll.changeprop.handler.Task;
import atoll.work.Executor;
import atoll.work.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

class HandlerContractTest extends ExecutorContract {
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final AtomicInteger hanging = new AtomicInteger();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Executor executor = executorOf(this::handle);

    private Executor executorOf(Handling handling) {
        Parts parts = new Parts(time);
        parts.handlers = Handlers.of(Map.of("h", handling));
        return parts.executor("{handler: h}");
    }

    @AfterEach
    void end() {
        over.countDown();
    }

    @SuppressWarnings("NullAway") // a handler must not return null, and one day one will
    private Outcome handle(Task task) throws InterruptedException {
        String event = new String(task.event(), UTF_8);
        received.add(event);
        return switch (Act.of(event)) {
            case SUCCEEDS -> new Outcome.Done(0, "done");
            case FAILS -> new Outcome.Failed(0, "out of luck");
            case REFUSES -> new Outcome.Rejected(0, "out of luck");
            case WAITS -> new Outcome.Postponed(0, "later", Outcome.Scope.LANE, Duration.ofDays(400));
            case SHOUTS -> throw new IllegalStateException("out\r\n\u0007of\u0000luck ".repeat(70_000));
            case DIES -> throw new StackOverflowError();
            case HANGS -> hang();
            case STREAMS -> neverEnd();
            case BABBLES, REDIRECTS, DRIPS -> nothing();
        };
    }

    private static @Nullable Outcome nothing() {
        return null;
    }

    private Outcome hang() throws InterruptedException {
        hanging.incrementAndGet();
        try {
            over.await();
            return new Outcome.Done(0, "late");
        } finally {
            hanging.decrementAndGet();
        }
    }

    /// Heeds no interrupt.
    private Outcome neverEnd() {
        boolean isOver = false;
        while (!isOver) {
            try {
                isOver = over.await(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                isOver = false;
            }
        }
        return new Outcome.Done(0, "late");
    }

    @Override
    Executor executor() {
        return executor;
    }

    @Override
    List<String> received() {
        return received;
    }

    @Override
    boolean isLetGo() {
        return hanging.get() == 0;
    }
}
