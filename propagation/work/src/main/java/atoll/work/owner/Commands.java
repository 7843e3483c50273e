package atoll.work.owner;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.lifecycle.Answer;
import atoll.base.time.Deadline;
import atoll.base.time.TimeSource;
import atoll.base.time.Wakeup;
import atoll.work.DeliveryId;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/// What operators want done to single deliveries, waiting for the owner: given by any thread, taken by the owner's.
final class Commands {
    private static final int WAITING = 10_000;

    private final String whose;
    private final TimeSource time;
    private final Wakeup owner;
    private final ConcurrentLinkedQueue<Command> waiting = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    Commands(String whose, TimeSource time, Wakeup owner) {
        this.whose = whose;
        this.time = time;
        this.owner = owner;
    }

    /// Takes no more of them.
    void close() {
        closed = true;
    }

    /// Waits until it is recorded; false if there was nothing to do.
    boolean carryOut(Command.Kind kind, DeliveryId id, String by, Deadline deadline) throws InterruptedException {
        if (closed || waiting.size() >= WAITING) {
            throw new AtollException(
                    ErrorKind.UNAVAILABLE,
                    closed ? "Atoll is stopping; try again after the restart" : "too many commands wait; try again");
        }
        Answer<Boolean> answer = new Answer<>(whose, time.newWakeup());
        waiting.add(new Command(kind, id, by, answer));
        owner.signal();
        return answer.await(deadline);
    }

    void takeAll(Consumer<Command> taker) {
        for (Command command = waiting.poll(); command != null; command = waiting.poll()) {
            taker.accept(command);
        }
    }
}
