package atoll.changeprop.executor.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import atoll.base.time.Deadline;
import atoll.base.time.TimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Processes that exist only in virtual time. Each answers as the script of its number says.
final class FakeProcesses implements WorkerLauncher {
    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]*)\"");

    final List<Fake> started = new ArrayList<>();
    private final TimeSource time;
    Function<Integer, Function<String, WorkerProcess.Reply>> scripts = number -> FakeProcesses::done;
    WorkerProcess.Reply greeting = new WorkerProcess.Line("{\"ready\":1}".getBytes(UTF_8));
    boolean absent;
    Duration jobsTake = Duration.ofMillis(10);

    FakeProcesses(TimeSource time) {
        this.time = time;
    }

    static WorkerProcess.Reply done(String id) {
        return line("{\"id\":\"" + id + "\",\"status\":\"done\",\"memory\":1000}");
    }

    static WorkerProcess.Reply line(String text) {
        return new WorkerProcess.Line(text.getBytes(UTF_8));
    }

    @Override
    public WorkerProcess start(WorkerSettings settings) throws IOException {
        if (absent) {
            throw new IOException("no such program");
        }
        Fake fake = new Fake(scripts.apply(started.size() + 1));
        started.add(fake);
        return fake;
    }

    final class Fake implements WorkerProcess {
        private final Function<String, Reply> script;
        final List<String> asked = new ArrayList<>();
        boolean alive = true;
        boolean ended;
        boolean killed;
        long resident;
        int jobs;

        Fake(Function<String, Reply> script) {
            this.script = script;
        }

        @Override
        public Reply exchange(byte[] line, Deadline deadline) throws InterruptedException {
            if (line.length == 0) {
                return greeting;
            }
            jobs++;
            asked.add(new String(line, UTF_8));
            if (jobsTake.compareTo(deadline.left()) > 0) {
                time.sleep(deadline.left());
                return new Late();
            }
            time.sleep(jobsTake);
            Matcher matcher = ID.matcher(new String(line, UTF_8));
            return matcher.find() ? script.apply(matcher.group(1)) : new Ended(2);
        }

        @Override
        public boolean isAlive() {
            return alive;
        }

        @Override
        public long residentBytes() {
            return resident;
        }

        @Override
        public String complaints() {
            return "last words";
        }

        @Override
        public void end() {
            ended = true;
            alive = false;
        }

        @Override
        public void kill() {
            killed = true;
            alive = false;
        }

        @Override
        public boolean awaitEnd(Duration atMost) {
            return !alive;
        }
    }
}
