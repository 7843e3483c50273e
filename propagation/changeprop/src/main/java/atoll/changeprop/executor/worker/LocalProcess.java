package atoll.changeprop.executor.worker;

import atoll.base.lifecycle.Threads;
import atoll.base.time.Deadline;
import atoll.base.time.TimeSource;
import atoll.base.time.Wakeup;
import atoll.changeprop.executor.Excerpt;
import atoll.changeprop.executor.process.Complaints;
import atoll.changeprop.executor.process.ProcessGroup;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A process of this machine. Two platform threads belong to it, because pipes block what they run on: one talks to it,
/// one listens to its complaints. Both end with it.
final class LocalProcess implements WorkerProcess {
    private static final Duration END_WITHIN = Duration.ofSeconds(5);
    private static final Duration CHECK_EVERY = Duration.ofMillis(200);
    /// Finding all descendants looks through all processes of the machine.
    private static final int CHECKS_OF_MEMORY = 5;
    private static final Duration LAST_WORDS_WITHIN = Duration.ofMillis(500);

    private final Process process;
    private final ProcessGroup group;
    private final WorkerSettings settings;
    private final TimeSource time;
    private final Complaints complaints = new Complaints();
    private final BlockingQueue<Turn> turns = new ArrayBlockingQueue<>(1);
    private final AtomicBoolean killed = new AtomicBoolean();
    private final LineReader output;

    /// One thing for the talking thread to do.
    private sealed interface Turn {
        /// Send a line, read a line.
        @SuppressWarnings("ArrayRecordComponent") // identity is never used
        record Exchange(byte[] line, Wakeup over, Result result) implements Turn {}

        /// Close the input and see that the process ends.
        record End() implements Turn {}
    }

    private static final class Result {
        volatile @Nullable Reply reply;
    }

    LocalProcess(Process process, ProcessGroup group, WorkerSettings settings, TimeSource time) {
        this.process = process;
        this.group = group;
        this.settings = settings;
        this.time = time;
        this.output = new LineReader(process.getInputStream(), LONGEST_LINE);
    }

    /// Starts its threads.
    LocalProcess begin() {
        String name = "worker-" + settings.name() + "-" + process.pid();
        Threads.startPlatform(name, this::talk);
        Threads.startPlatform(name + "-stderr", () -> complaints.listen(process.getErrorStream(), time));
        return this;
    }

    @Override
    public Reply exchange(byte[] line, Deadline deadline) throws InterruptedException {
        Wakeup over = time.newWakeup();
        Result result = new Result();
        if (!turns.offer(new Turn.Exchange(line, over, result))) {
            return new Ended(-1);
        }
        for (int check = 1; !deadline.isPassed(); check++) {
            Duration left = deadline.left();
            if (over.await(left.compareTo(CHECK_EVERY) < 0 ? left : CHECK_EVERY)) {
                Reply reply = result.reply;
                return reply == null ? new Ended(-1) : reply;
            }
            if (!process.isAlive()) {
                return over.await(LAST_WORDS_WITHIN) && result.reply != null ? result.reply : ended();
            }
            long bytes = check % CHECKS_OF_MEMORY == 0 ? group.allBytes() : 0;
            if (bytes > settings.mostBytes()) {
                return new TooLarge(bytes);
            }
        }
        return new Late();
    }

    private void talk() {
        try {
            while (!killed.get()) {
                Turn turn = turns.poll(1, TimeUnit.SECONDS);
                switch (turn) {
                    case null -> {}
                    case Turn.Exchange(var line, var over, var result) -> {
                        result.reply = converse(line);
                        over.signal();
                    }
                    case Turn.End() -> {
                        hangUp();
                        return;
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Reply converse(byte[] line) throws InterruptedException {
        try {
            if (line.length > 0) {
                byte[] early = output.early();
                if (early.length > 0) {
                    return new Unasked(new String(early, StandardCharsets.UTF_8));
                }
                OutputStream out = process.getOutputStream();
                out.write(line);
                out.flush();
            }
            return switch (output.read()) {
                case LineReader.Read.Text(var text) -> new Line(text);
                case LineReader.Read.TooLong() -> new Endless();
                case LineReader.Read.NoMore() -> ended();
            };
        } catch (IOException e) {
            return ended();
        }
    }

    private Reply ended() throws InterruptedException {
        boolean over = process.waitFor(LAST_WORDS_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        complaints.awaitEnd(LAST_WORDS_WITHIN);
        return new Ended(over ? process.exitValue() : -1);
    }

    private void hangUp() throws InterruptedException {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // It is gone already, which is what is wanted.
        }
        var _ = process.waitFor(END_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        // Also when it ended by itself: what it started may still be there.
        kill();
    }

    @Override
    public boolean isAlive() {
        return process.isAlive() && !killed.get();
    }

    @Override
    public long residentBytes() {
        return group.leaderBytes();
    }

    @Override
    public String complaints() {
        return Excerpt.of(complaints.tail());
    }

    @Override
    public void end() {
        if (!turns.offer(new Turn.End())) {
            kill();
        }
    }

    @Override
    public void kill() {
        if (!killed.getAndSet(true)) {
            group.kill();
        }
    }

    @Override
    public boolean awaitEnd(Duration atMost) throws InterruptedException {
        return process.waitFor(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }
}
