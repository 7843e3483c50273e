package atoll.log.embedded.core;

import atoll.base.error.AtollException;
import atoll.base.time.Deadline;
import atoll.base.time.TimeSource;
import atoll.base.time.Wakeup;
import atoll.log.Appending;
import atoll.log.LogUnavailable;
import atoll.log.embedded.disk.JournalEntry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One append on its way through the committer.
///
/// The lock (of this object) guards the result and who waits for it.
public final class Submission implements Appending {
    final Content content;
    final long submittedNanos;

    private final Waiting waiting;
    private @Nullable Wakeup waiter;
    private @Nullable List<Wakeup> furtherWaiters;
    private volatile boolean done;
    private long @Nullable [] offsets;
    private @Nullable AtollException failure;

    public Submission(Content content, Waiting waiting, long submittedNanos) {
        this.content = content;
        this.waiting = waiting;
        this.submittedNanos = submittedNanos;
    }

    /// What is to be written.
    public sealed interface Content {
        /// Bytes it occupies while it waits.
        int size();

        /// A batch, encoded but for the offsets: `entries[0, length)`.
        @SuppressWarnings("ArrayRecordComponent") // identity is never used
        record Encoded(
                byte[] entries,
                int length,
                List<Run> runs,
                List<JournalEntry> commits,
                @Nullable ProducerEpoch producer)
                implements Content {
            @Override
            public int size() {
                return length;
            }
        }

        /// A new epoch for a producer's name.
        record OpenProducer(String name) implements Content {
            @Override
            public int size() {
                return name.length();
            }
        }

        /// A new topic, or a new retention.
        record SetTopic(JournalEntry.TopicSet set) implements Content {
            @Override
            public int size() {
                return set.topic().length();
            }
        }

        /// Whole segments before the offset may go, also the one being written if all of it is before.
        record DeleteBefore(PartitionLog partition, long offset) implements Content {
            @Override
            public int size() {
                return 16;
            }
        }
    }

    /// A producer's name and its own epoch.
    public record ProducerEpoch(String name, long epoch) {}

    /// How waiting is done.
    public interface Waiting {
        TimeSource time();

        /// Where the caller drives the log itself: one commit step. False if threads do.
        boolean stepped();
    }

    @Override
    public boolean isDone() {
        return done;
    }

    @Override
    public long[] offsets() {
        if (!done) {
            throw new AssertionError("offsets asked for before the append was done");
        }
        return result();
    }

    @Override
    public long[] await(Deadline deadline) throws InterruptedException {
        if (!done) {
            Wakeup wakeup = waiting.time().newWakeup();
            whenDone(wakeup);
            while (!done) {
                if (deadline.isPassed()) {
                    throw new LogUnavailable("append not durable within its deadline: the disk is slow or the log"
                            + " overloaded; the records may still become visible");
                }
                if (!waiting.stepped()) {
                    var _ = wakeup.await(deadline.left());
                }
            }
        }
        return result();
    }

    @Override
    public void whenDone(Wakeup wakeup) {
        synchronized (this) {
            if (!done) {
                if (waiter == null) {
                    waiter = wakeup;
                } else {
                    if (furtherWaiters == null) {
                        furtherWaiters = new ArrayList<>();
                    }
                    furtherWaiters.add(wakeup);
                }
                return;
            }
        }
        wakeup.signal();
    }

    void succeed(long[] given) {
        finish(given, null);
    }

    void fail(AtollException why) {
        finish(null, why);
    }

    private void finish(long @Nullable [] given, @Nullable AtollException why) {
        Wakeup one;
        List<Wakeup> more;
        synchronized (this) {
            if (done) {
                throw new AssertionError("an append got a second result");
            }
            offsets = given;
            failure = why;
            done = true;
            one = waiter;
            more = furtherWaiters;
        }
        if (one != null) {
            one.signal();
        }
        if (more != null) {
            more.forEach(Wakeup::signal);
        }
    }

    private long[] result() {
        synchronized (this) {
            if (failure != null) {
                throw failure;
            }
            if (offsets == null) {
                throw new AssertionError("an append is done with neither offsets nor a failure");
            }
            return offsets;
        }
    }
}
