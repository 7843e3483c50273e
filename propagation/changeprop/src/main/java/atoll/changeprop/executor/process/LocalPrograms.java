package atoll.changeprop.executor.process;

import atoll.base.lifecycle.Threads;
import atoll.base.time.Deadline;
import atoll.base.time.TimeSource;
import atoll.base.time.Wakeup;
import atoll.changeprop.executor.ProgramCall;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Runs programs of this machine, each in a process group of its own, which is killed when the program is over.
///
/// Three platform threads belong to each while it runs, because pipes block what they run on. A program that moves
/// what it starts into another session (a daemon) leaves it behind; nothing here waits for that.
public final class LocalPrograms implements ProgramCall {
    /// Atoll's own environment may hold secrets, so programs get no more of it than they need to start.
    private static final Set<String> INHERITED =
            Set.of("PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR");

    private static final Duration CHECK_EVERY = Duration.ofMillis(100);
    /// Finding all descendants looks through all processes of the machine.
    private static final int CHECKS_OF_MEMORY = 3;
    private static final Duration LAST_WORDS_WITHIN = Duration.ofMillis(500);

    private final TimeSource time;

    public LocalPrograms(TimeSource time) {
        this.time = time;
    }

    @Override
    public Reply run(Request request, Deadline deadline) throws InterruptedException {
        Path program = Path.of(request.command().getFirst());
        if (!Files.isRegularFile(program) || !Files.isExecutable(program)) {
            return new NotStarted("'" + program + "' is not there or cannot be executed by Atoll's user");
        }
        String directory = request.directory();
        if (directory != null && !Files.isDirectory(Path.of(directory))) {
            return new NotStarted("its directory '" + directory + "' is not there");
        }
        ProcessBuilder builder = new ProcessBuilder(request.command());
        builder.directory(directory == null ? null : new File(directory));
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(INHERITED);
        environment.putAll(request.environment());
        Running running;
        try {
            running = new Running(ProcessGroup.start(builder), time);
        } catch (IOException e) {
            return new NotStarted(String.valueOf(e.getMessage()));
        }
        try {
            running.begin(request.input());
            return running.await(request, deadline);
        } finally {
            running.kill();
        }
    }

    /// A program on its way, with all that listens to it.
    private static final class Running {
        private final ProcessGroup group;
        private final Process process;
        private final TimeSource time;
        private final Wakeup over;
        private final Complaints output = new Complaints();
        private final Complaints errors = new Complaints();
        private boolean killed;

        Running(ProcessGroup group, TimeSource time) {
            this.group = group;
            this.process = group.leader();
            this.time = time;
            this.over = time.newWakeup();
        }

        void begin(byte[] input) {
            String name = "program-" + process.pid();
            Threads.startPlatform(name + "-stdin", () -> write(input));
            Threads.startPlatform(name + "-stdout", () -> output.listen(process.getInputStream(), time));
            Threads.startPlatform(name + "-stderr", () -> errors.listen(process.getErrorStream(), time));
            var _ = process.onExit().thenRun(over::signal);
        }

        void kill() {
            if (!killed) {
                killed = true;
                group.kill();
            }
        }

        private void write(byte[] input) {
            try (OutputStream to = process.getOutputStream()) {
                to.write(input);
            } catch (IOException e) {
                // It does not read, or not to the end, which is its own affair.
            }
        }

        Reply await(Request request, Deadline deadline) throws InterruptedException {
            for (int check = 1; !deadline.isPassed(); check++) {
                Duration left = deadline.left();
                var _ = over.await(left.compareTo(CHECK_EVERY) < 0 ? left : CHECK_EVERY);
                boolean isOver = !process.isAlive();
                if (isOver) {
                    // What it left behind would keep the outputs open.
                    kill();
                }
                boolean isEndless = output.count() + errors.count() > request.outputBytes();
                if (isEndless) {
                    kill();
                    return new TooMuchOutput(said());
                }
                if (isOver) {
                    return exited(request);
                }
                long bytes = check % CHECKS_OF_MEMORY == 0 ? group.allBytes() : 0;
                if (bytes > request.memoryBytes()) {
                    kill();
                    return new TooLarge(bytes, said());
                }
            }
            kill();
            return new Late(said());
        }

        private Reply exited(Request request) throws InterruptedException {
            String said = said();
            return output.count() + errors.count() > request.outputBytes()
                    ? new TooMuchOutput(said)
                    : new Exited(process.exitValue(), said);
        }

        private String said() throws InterruptedException {
            var _ = process.waitFor(LAST_WORDS_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            var _ = errors.awaitEnd(LAST_WORDS_WITHIN);
            var _ = output.awaitEnd(LAST_WORDS_WITHIN);
            String said = errors.tail();
            return said.isEmpty() ? output.tail() : said;
        }
    }
}
