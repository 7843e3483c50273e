package atoll.changeprop.executor.worker;

import atoll.base.time.Deadline;
import java.time.Duration;

/// The port to one worker process. Used by one thread at a time, except [#kill], which any may call.
interface WorkerProcess {

    /// Bytes of an answer that are read at most.
    int LONGEST_LINE = 64 * 1024;

    /// Sends a line (nothing if empty) and waits for one line back. Returns before the deadline plus a little whatever
    /// the process does; anything but [Line] means that it cannot be used any more and has to be killed.
    Reply exchange(byte[] line, Deadline deadline) throws InterruptedException;

    /// What came back.
    sealed interface Reply {}

    /// @param text without the line's end
    @SuppressWarnings("ArrayRecordComponent") // identity is never used
    record Line(byte[] text) implements Reply {}

    /// The process is over, or closed its output.
    ///
    /// @param exit its exit code, 128 + signal if one ended it; -1 if it still runs
    record Ended(int exit) implements Reply {}

    /// More than [#LONGEST_LINE] bytes without an end.
    record Endless() implements Reply {}

    /// It wrote although nothing was asked.
    record Unasked(String text) implements Reply {}

    /// No line within the deadline.
    record Late() implements Reply {}

    /// It took more memory than it may during a job.
    record TooLarge(long bytes) implements Reply {}

    boolean isAlive();

    /// Memory it holds at present; 0 if nobody can tell.
    long residentBytes();

    /// The last part of what it wrote to standard error, on one line; empty if nothing.
    String complaints();

    /// Tells it that there is no more work, and kills it if that does not help within a few seconds. Returns at once.
    void end();

    /// Kills it and everything it started. Repeating does nothing.
    void kill();

    /// Waits until it is over.
    boolean awaitEnd(Duration atMost) throws InterruptedException;
}
