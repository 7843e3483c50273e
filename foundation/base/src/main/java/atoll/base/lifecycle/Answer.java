package atoll.base.lifecycle;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.time.Deadline;
import atoll.base.time.Wakeup;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// An answer that one thread waits for and another gives, once.
public final class Answer<T> {
    private final String whose;
    private final Wakeup given;
    private @Nullable T value;
    private @Nullable AtollException failure;
    private volatile boolean isGiven;

    /// @param whose who gives it, for messages, as `the work engine`
    /// @param given wakes who waits
    public Answer(String whose, Wakeup given) {
        this.whose = whose;
        this.given = given;
    }

    public void give(Supplier<T> question) {
        try {
            value = question.get();
        } catch (AtollException e) {
            failure = e;
        } finally {
            isGiven = true;
            given.signal();
        }
    }

    public T await(Deadline deadline) throws InterruptedException {
        while (!isGiven) {
            if (deadline.isPassed()) {
                throw new AtollException(
                        ErrorKind.UNAVAILABLE, whose + " did not answer in time; it may be waiting for the disk");
            }
            boolean _ = given.await(deadline.left());
        }
        AtollException failed = failure;
        if (failed != null) {
            throw failed;
        }
        T answer = value;
        if (answer == null) {
            throw new AtollException(ErrorKind.INTERNAL, whose + " gave no answer; see the log");
        }
        return answer;
    }
}
