package atoll.changeprop.executor.worker;

import atoll.base.time.Deadline;
import atoll.base.time.TimeSource;
import atoll.changeprop.executor.Excerpt;
import atoll.changeprop.executor.worker.WorkerProcess.Ended;
import atoll.changeprop.executor.worker.WorkerProcess.Endless;
import atoll.changeprop.executor.worker.WorkerProcess.Late;
import atoll.changeprop.executor.worker.WorkerProcess.Line;
import atoll.changeprop.executor.worker.WorkerProcess.Reply;
import atoll.changeprop.executor.worker.WorkerProcess.TooLarge;
import atoll.changeprop.executor.worker.WorkerProcess.Unasked;
import java.util.Optional;

/// One process of a pool and what it has done so far. Used by one thread at a time.
final class Worker {
    private static final int SIGNALLED = 128;
    /// Above it a code is the program's own; PHP leaves with 255 after a fatal error.
    private static final int HIGHEST_SIGNAL = 64;

    private final WorkerProcess process;
    private final WorkerSettings settings;
    private final TimeSource time;
    private final long startedNanos;
    private int jobs;

    Worker(WorkerProcess process, WorkerSettings settings, TimeSource time) {
        this.process = process;
        this.settings = settings;
        this.time = time;
        this.startedNanos = time.nanoTime();
    }

    WorkerProcess process() {
        return process;
    }

    /// Waits until it says that it can take jobs; says what is wrong if it does not.
    Optional<String> greeted(Deadline deadline) throws InterruptedException {
        Reply reply = process.exchange(new byte[0], deadline);
        if (reply instanceof Line(byte[] text)) {
            try {
                WorkerAnswer.checkGreeting(text);
                return Optional.empty();
            } catch (WorkerAnswer.NotAnAnswer e) {
                return Optional.of(told("its first line " + e.getMessage() + ": " + Excerpt.of(text)));
            }
        }
        return Optional.of(told(broken(reply, "it greeted")));
    }

    /// Has it carry out one job.
    WorkerReply run(String id, byte[] line, Deadline deadline) throws InterruptedException {
        jobs++;
        Reply reply = process.exchange(line, deadline);
        if (!(reply instanceof Line(byte[] text))) {
            int exit = reply instanceof Ended(int code) ? Math.max(0, code) : 0;
            return new WorkerReply.Broken(exit, told(broken(reply, "it answered")));
        }
        try {
            WorkerAnswer answer = WorkerAnswer.read(text);
            return answer.id().equals(id)
                    ? new WorkerReply.Answered(answer)
                    : new WorkerReply.Broken(
                            0, told("it answered for '" + Excerpt.of(answer.id()) + "' when asked for '" + id + "'"));
        } catch (WorkerAnswer.NotAnAnswer e) {
            return new WorkerReply.Broken(0, told("its answer " + e.getMessage() + ": " + Excerpt.of(text)));
        }
    }

    /// Why it should be replaced after an answer; empty if it can go on.
    Optional<Retirement> retirement(WorkerAnswer answer) {
        if (answer.leaving()) {
            return Optional.of(Retirement.OWN_WISH);
        }
        if (jobs >= settings.jobsPerProcess()) {
            return Optional.of(Retirement.JOBS);
        }
        if (time.nanoTime() - startedNanos > settings.maxAge().toNanos()) {
            return Optional.of(Retirement.AGE);
        }
        boolean large = Math.max(answer.memoryBytes(), process.residentBytes()) > settings.memoryBytes();
        return large ? Optional.of(Retirement.MEMORY) : Optional.empty();
    }

    /// Why a process that did nothing wrong is replaced.
    enum Retirement {
        OWN_WISH,
        JOBS,
        AGE,
        MEMORY
    }

    private String broken(Reply reply, String before) {
        return switch (reply) {
            case Ended(int exit) when exit < 0 -> "it closed its output before " + before;
            case Ended(int exit)
            when exit > SIGNALLED && exit <= SIGNALLED + HIGHEST_SIGNAL ->
                "it was ended by signal " + (exit - SIGNALLED) + " before " + before;
            case Ended(int exit) -> "it exited with code " + exit + " before " + before;
            case Endless() -> "it wrote more than " + WorkerProcess.LONGEST_LINE + " bytes on one line; killed";
            case Unasked(String text) -> "it wrote without being asked: " + Excerpt.of(text) + "; killed";
            case Late() -> "it took too long; killed";
            case TooLarge(long bytes) ->
                "it took " + (bytes >> 20) + " MiB of memory (at most " + (settings.mostBytes() >> 20)
                        + " MiB, twice its 'memory'); killed";
            case Line(byte[] text) -> "it wrote " + Excerpt.of(text);
        };
    }

    private String told(String what) {
        String complaints = process.complaints();
        return complaints.isEmpty() ? what : what + "; it said: " + complaints;
    }
}
