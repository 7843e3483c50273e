package atoll.changeprop.intake;

import atoll.base.time.Deadline;
import atoll.changeprop.intake.stream.EventClass;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// How many large bodies are parsed at once: few, because a parsed event takes many times the memory of its bytes. One
/// place is kept for jobs and purges. Safe for use by many threads.
final class LargeBodies {
    static final int LARGE = 1 << 20;

    private static final Permit NOT_NEEDED = () -> {};

    private final Semaphore all = new Semaphore(2);
    private final Semaphore ordinary = new Semaphore(1);

    /// Closed once the body is parsed.
    interface Permit extends AutoCloseable {
        @Override
        void close();
    }

    /// Waits for a place if the body is large; null if there was none in time.
    @Nullable
    Permit enter(IntakeRequest request, Deadline deadline) throws InterruptedException {
        byte[] body = request.body();
        if (body.length <= LARGE) {
            return NOT_NEEDED;
        }
        String stream = request.parameter(IntakeRequest.STREAM);
        boolean isOrdinary =
                IntakeBudget.classify(body, body.length, stream == null ? "" : stream) == EventClass.ORDINARY;
        // Whoever holds the ordinary place finds one of the others free unless two jobs have them, so jobs wait for
        // jobs only.
        if (isOrdinary && !ordinary.tryAcquire(deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
            return null;
        }
        boolean entered = false;
        try {
            entered = all.tryAcquire(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            if (!entered && isOrdinary) {
                ordinary.release();
            }
        }
        return entered ? () -> leave(isOrdinary) : null;
    }

    private void leave(boolean wasOrdinary) {
        all.release();
        if (wasOrdinary) {
            ordinary.release();
        }
    }
}
