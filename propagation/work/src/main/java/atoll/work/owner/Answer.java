package atoll.work.owner;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.time.Deadline;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// An answer that one thread waits for and the owner's thread gives, once.
final class Answer<T> {
    private final CountDownLatch given = new CountDownLatch(1);
    private @Nullable T value;
    private @Nullable AtollException failure;

    void give(Supplier<T> question) {
        try {
            value = question.get();
        } catch (AtollException e) {
            failure = e;
        } finally {
            given.countDown();
        }
    }

    T await(Deadline deadline) throws InterruptedException {
        if (!given.await(deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
            throw new AtollException(
                    ErrorKind.UNAVAILABLE, "the work engine did not answer in time; it may be waiting for the disk");
        }
        AtollException failed = failure;
        if (failed != null) {
            throw failed;
        }
        T answer = value;
        if (answer == null) {
            throw new AtollException(ErrorKind.INTERNAL, "the work engine gave no answer; see the log");
        }
        return answer;
    }
}
