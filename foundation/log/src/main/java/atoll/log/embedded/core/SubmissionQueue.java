package atoll.log.embedded.core;

import atoll.base.time.Wakeup;
import atoll.log.LogUnavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Appends that wait for the committer, in the order they were handed over; bounded in number and bytes.
public final class SubmissionQueue {
    private static final int GROUP_BYTES = 4 << 20;
    private static final int GROUP_APPENDS = 4096;

    private final Queue<Submission> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final int mostAppends;
    private final long mostBytes;
    private final Wakeup committer;
    private volatile boolean closed;
    private volatile int signalFrom = 1;
    private int lastGroup; // the committer's own

    public SubmissionQueue(int mostAppends, long mostBytes, Wakeup committer) {
        this.mostAppends = mostAppends;
        this.mostBytes = mostBytes;
        this.committer = committer;
    }

    public void add(Submission submission) {
        int size = submission.content.size();
        int appends = count.incrementAndGet();
        long total = bytes.addAndGet(size);
        boolean full = appends > mostAppends || total > mostBytes && appends > 1;
        if (full || closed) {
            taken(size);
            throw new LogUnavailable(
                    closed
                            ? "the log is closed"
                            : "append refused: " + (appends - 1) + " appends with " + (total - size)
                                    + " bytes are waiting for the disk already (at most " + mostAppends + " and "
                                    + mostBytes + " bytes); try again later");
        }
        waiting.add(submission);
        if (appends >= signalFrom) {
            committer.signal();
        }
    }

    /// Wakes the committer only when so many appends wait; to be followed by a look at [#size].
    public void signalFrom(int appends) {
        signalFrom = appends;
    }

    public int size() {
        return count.get();
    }

    /// The appends that [#drain] gave last.
    public int lastGroup() {
        return lastGroup;
    }

    /// The appends of the next group. Anything but a batch is a group of its own, so that a group's members do not
    /// depend on each other.
    List<Submission> drain() {
        List<Submission> group = new ArrayList<>();
        long groupBytes = 0;
        Submission next = waiting.peek();
        while (next != null && group.size() < GROUP_APPENDS && groupBytes < GROUP_BYTES) {
            boolean alone = !(next.content instanceof Submission.Content.Encoded);
            if (alone && !group.isEmpty()) {
                break;
            }
            waiting.remove();
            int size = next.content.size();
            taken(size);
            groupBytes += size;
            group.add(next);
            if (alone) {
                break;
            }
            next = waiting.peek();
        }
        lastGroup = group.size();
        return group;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    public void close() {
        closed = true;
        committer.signal();
    }

    private void taken(int size) {
        count.decrementAndGet();
        bytes.addAndGet(-size);
    }
}
