package atoll.changeprop.executor.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.time.Deadline;
import atoll.base.time.SystemTime;
import atoll.work.Outcome;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The pool with real processes: shell scripts that behave, and that do everything a worker must not.
class LocalProcessesTest {
    /// Greets, then answers each request as the job's type says.
    private static final String WORKER = """
            echo '{"ready":1}'
            while IFS= read -r line; do
              id=${line#*'"id":"'}
              id=${id%%'"'*}
              case $line in
                *'"type":"exit"'*) echo "about to leave" >&2; exit 3 ;;
                *'"type":"kill"'*) kill -KILL $$ ;;
                *'"type":"close"'*) exec >&-; sleep 1000 ;;
                *'"type":"garbage"'*) echo 'PHP Warning: something' ;;
                *'"type":"endless"'*) cat /dev/zero ;;
                *'"type":"flood"'*) exec yes ;;
                *'"type":"twice"'*) echo '{"id":"'$id'","status":"done"}'; echo '{"id":"'$id'","status":"done"}' ;;
                *'"type":"large"'*) head -c 200000000 /dev/zero | tail >/dev/null; echo '{"id":"'$id'","status":"done"}' ;;
                *'"type":"child"'*) sleep 1000 & echo $! > "$1/child"; exit 4 ;;
                *'"type":"pid"'*) echo '{"id":"'$id'","status":"failed","error":"'$$'"}' ;;
                *) echo '{"id":"'$id'","status":"done"}' ;;
              esac
            done
            echo ended > "$1/ended"
            """;

    @TempDir
    Path directory;

    private final SystemTime time = new SystemTime();
    private WorkerPool pool = pool(Requests.settings(1, "absent"));
    private long jobs;

    private WorkerPool pool(WorkerSettings settings) {
        return WorkerPool.of(settings, time, new SimpleMeterRegistry());
    }

    private void serve(String script, long memoryMebibytes) throws Exception {
        Path file = Files.writeString(directory.resolve("worker.sh"), script);
        pool = pool(new WorkerSettings(
                "testwiki",
                List.of("sh", file.toString(), directory.toString()),
                1,
                500,
                memoryMebibytes << 20,
                Duration.ofHours(1),
                Duration.ofSeconds(10)));
    }

    @AfterEach
    void close() {
        pool.close();
    }

    private Outcome run(String type, Duration within) throws InterruptedException {
        return Requests.executor(pool, time)
                .execute(
                        Requests.attempt(++jobs, "{\"type\":\"" + type + "\"}"),
                        Requests.RULE,
                        Deadline.after(time, within));
    }

    private Outcome run(String type) throws InterruptedException {
        return run(type, Duration.ofSeconds(20));
    }

    @Test
    void oneProcessCarriesOutManyJobsAndEndsWhenToldSo() throws Exception {
        serve(WORKER, 256);
        String pid = run("pid").detail();
        for (int i = 0; i < 50; i++) {
            assertThat(run("null")).isEqualTo(new Outcome.Done(0, "done"));
        }
        assertThat(run("pid").detail()).isEqualTo(pid);
        pool.close();
        assertThat(directory.resolve("ended")).exists();
    }

    @Test
    void jobsThatExitOrDieOrTalkNonsenseFailAlone() throws Exception {
        serve(WORKER, 256);
        assertThat(run("exit")).satisfies(failed(3, "exited with code 3", "about to leave"));
        assertThat(run("null")).isInstanceOf(Outcome.Done.class);
        assertThat(run("kill")).satisfies(failed(137, "ended by signal 9"));
        assertThat(run("null")).isInstanceOf(Outcome.Done.class);
        assertThat(run("garbage")).satisfies(failed(0, "PHP Warning: something"));
        assertThat(run("null")).isInstanceOf(Outcome.Done.class);
        assertThat(run("endless")).satisfies(failed(0, "on one line; killed"));
        assertThat(run("null")).isInstanceOf(Outcome.Done.class);
        assertThat(run("flood")).satisfies(failed(0, "not JSON"));
        assertThat(run("null")).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void childrenOfAWorkerThatDiedAreKilledToo() throws Exception {
        serve(WORKER, 256);
        assertThat(run("child")).satisfies(failed(4, "exited with code 4"));
        long child = Long.parseLong(Files.readString(directory.resolve("child")).strip());
        Deadline deadline = Deadline.after(time, Duration.ofSeconds(10));
        while (isRunning(child) && !deadline.isPassed()) {
            Thread.onSpinWait();
        }
        assertThat(isRunning(child)).isFalse();
    }

    /// A killed orphan may stay as a zombie where nobody collects it.
    private static boolean isRunning(long pid) throws java.io.IOException {
        Path status = Path.of("/proc/" + pid + "/status");
        return Files.exists(status) && !Files.readString(status).contains("State:\tZ");
    }

    @Test
    void anAnswerTooManyIsNotTakenForTheNextJobs() throws Exception {
        serve(WORKER, 256);
        assertThat(run("twice")).isInstanceOf(Outcome.Done.class);
        assertThat(run("null")).isInstanceOf(Outcome.Failed.class);
        assertThat(run("null")).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void aJobThatTakesTooMuchMemoryIsKilled() throws Exception {
        serve("echo '{\"ready\":1}'; read -r line; x=0; for i in $(seq 27); do x=$x$x; done; sleep 1000", 32);
        assertThat(run("large")).satisfies(failed(0, "of memory (at most 64 MiB"));
    }

    @Test
    void aWorkerThatClosesItsOutputIsDoneWith() throws Exception {
        serve(WORKER, 256);
        assertThat(run("close")).satisfies(failed(0, "closed its output"));
        assertThat(run("null")).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void aWorkerThatDoesNotReadDoesNotBlockForLongerThanTheDeadline() throws Exception {
        serve("echo '{\"ready\":1}'; sleep 1000", 256);
        String large = "{\"type\":\"" + "x".repeat(2_000_000) + "\"}";
        Outcome outcome = Requests.executor(pool, time)
                .execute(Requests.attempt(1, large), Requests.RULE, Deadline.after(time, Duration.ofMillis(500)));
        assertThat(outcome).satisfies(failed(0, "took too long"));
    }

    @Test
    void aProgramThatIsNotThereOrDoesNotGreetChargesNoJob() throws Exception {
        assertThat(run("null"))
                .isInstanceOfSatisfying(
                        Outcome.Postponed.class,
                        late -> assertThat(late.detail()).contains("does not start"));
        serve("echo 'Could not find LocalSettings.php' >&2; exit 1", 256);
        assertThat(run("null"))
                .isInstanceOfSatisfying(
                        Outcome.Postponed.class,
                        late -> assertThat(late.detail())
                                .contains(
                                        "exited with code 1 before it greeted; it said: Could not find LocalSettings.php"));
        serve("echo 'Content-type: text/html'; sleep 1000", 256);
        assertThat(run("null").detail()).contains("its first line").contains("Content-type: text/html");
    }

    @Test
    void largeEventsArriveWhole() throws Exception {
        serve("echo '{\"ready\":1}'; IFS= read -r line; printf '%s' \"$line\" > \"$1/line\"; exit 7", 256);
        String large = "{\"type\":\"" + "ü".repeat(500_000) + "\"}";
        var _ = Requests.executor(pool, time)
                .execute(Requests.attempt(1, large), Requests.RULE, Deadline.after(time, Duration.ofSeconds(20)));
        assertThat(Files.readString(directory.resolve("line"), UTF_8)).endsWith("\"event\":" + large + "}");
    }

    private static java.util.function.Consumer<Outcome> failed(int status, String... parts) {
        return outcome -> {
            assertThat(outcome).isInstanceOf(Outcome.Failed.class);
            assertThat(outcome.status()).isEqualTo(status);
            assertThat(outcome.detail()).contains(parts);
        };
    }
}
