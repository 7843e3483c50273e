package atoll.base.lifecycle;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.time.Deadline;
import atoll.base.time.TimeSource;
import atoll.base.time.Wakeup;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Function;

/// Brings questions of other threads to the one thread that may answer them, and the answers back. Bounded: a full
/// mailbox
/// refuses.
public final class Mailbox<O> {
    private static final int BOUND = 256;

    private final ArrayBlockingQueue<Consumer<O>> letters = new ArrayBlockingQueue<>(BOUND);
    private final String whose;
    private final TimeSource time;
    private final Wakeup wakeup;

    /// @param whose who answers, for messages, as `the work engine`
    /// @param wakeup wakes who answers
    public Mailbox(String whose, TimeSource time, Wakeup wakeup) {
        this.whose = whose;
        this.time = time;
        this.wakeup = wakeup;
    }

    /// Runs the question on the owner's thread and waits for its answer.
    public <T> T ask(Function<O, T> question, Deadline deadline) throws InterruptedException {
        Answer<T> answer = new Answer<>(whose, time.newWakeup());
        if (!letters.offer(owner -> answer.give(() -> question.apply(owner)))) {
            throw new AtollException(
                    ErrorKind.LIMITED, "more than " + BOUND + " questions wait for " + whose + "; try again");
        }
        wakeup.signal();
        return answer.await(deadline);
    }

    /// On the owner's thread: answers what has come.
    public void open(O owner) {
        for (Consumer<O> letter = letters.poll(); letter != null; letter = letters.poll()) {
            letter.accept(owner);
        }
    }
}
