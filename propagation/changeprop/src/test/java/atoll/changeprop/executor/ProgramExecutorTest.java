package atoll.changeprop.executor;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.time.Deadline;
import atoll.base.time.SystemTime;
import atoll.changeprop.executor.process.LocalPrograms;
import atoll.changeprop.rule.Exec;
import atoll.changeprop.rule.Grants;
import atoll.changeprop.rule.file.RuleFiles;
import atoll.changeprop.rule.file.RuleFiles.RuleFile;
import atoll.changeprop.rule.template.EventView;
import atoll.work.Attempt;
import atoll.work.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rules that start real programs: shell scripts that behave, and that do everything a program must not.
class ProgramExecutorTest {
    private static final String EVENT = "{\"database\": \"enwiki\",\n \"title\":\"ü\"}";

    @TempDir
    Path directory;

    private final SystemTime time = new SystemTime();

    private Outcome run(String script, String keys, String event, Duration within) throws Exception {
        Path file = Files.writeString(directory.resolve("job.sh"), script);
        String command = "/bin/sh " + file;
        Exec.Program exec = exec("process: [/bin/sh, '" + file + "', '" + directory + "', '{{message.database}}']"
                + (keys.isEmpty() ? "" : ", " + keys));
        return execute(exec, Grants.of(List.of(command), java.util.Set.of()), event, within);
    }

    private Outcome execute(Exec.Program exec, Grants grants, String event, Duration within)
            throws InterruptedException {
        Attempt attempt = Attempts.of("r", "enwiki", event);
        EventView view = new EventView(attempt.event(), "event-1", ManualTime.START);
        return new ProgramExecutor(new LocalPrograms(time), grants)
                .execute(attempt, exec, view, Deadline.after(time, within));
    }

    private static Exec.Program exec(String exec) {
        return (Exec.Program) RuleFiles.load(List.of(new RuleFile("f", "r: {topic: t, exec: {" + exec + "}}")))
                .rules()
                .getFirst()
                .cases()
                .getFirst()
                .exec()
                .getFirst();
    }

    private Outcome run(String script, String keys) throws Exception {
        return run(script, keys, EVENT, Duration.ofSeconds(20));
    }

    @Test
    void theProgramGetsTheEventUntouchedItsArgumentsAndFewVariables() throws Exception {
        String script =
                "cat > \"$1/event\"; echo \"$2|$WIKI|$ATOLL_EVENT_ID|$ATOLL_ATTEMPT\" > \"$1/seen\"; pwd >> \"$1/seen\"; env > \"$1/env\"";
        assertThat(run(script, "env: {WIKI: 'w-{{message.title}}'}, directory: /tmp"))
                .isEqualTo(new Outcome.Done(0, "done"));
        assertThat(Files.readString(directory.resolve("event"))).isEqualTo(EVENT);
        assertThat(directory.resolve("seen")).hasContent("enwiki|w-ü|event-1|1\n/tmp");
        assertThat(Files.readAllLines(directory.resolve("env")).stream()
                        .map(line -> line.replaceFirst("=.*", ""))
                        .filter(name -> !name.startsWith("ATOLL_")))
                .isSubsetOf(
                        "PATH",
                        "HOME",
                        "USER",
                        "LOGNAME",
                        "LANG",
                        "LC_ALL",
                        "LC_CTYPE",
                        "TZ",
                        "TMPDIR",
                        "WIKI",
                        "PWD",
                        "_",
                        "SHLVL",
                        "OLDPWD");
    }

    @Test
    void exitCodesAreJudgedAsTheRuleSays() throws Exception {
        String script = "echo 'no such page' >&2; exit ${CODE}";
        assertThat(run(script, "env: {CODE: 3}")).satisfies(failed(3, "exited with code 3; it said: no such page"));
        assertThat(run(script, "env: {CODE: 3}, retry_on: [75]"))
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.detail()).contains("code 3", "'retry_on', which is [75]"));
        assertThat(run(script, "env: {CODE: 75}, retry_on: [75]")).satisfies(failed(75, "code 75"));
        assertThat(run(script, "env: {CODE: 4}, ignore: [4]")).isInstanceOf(Outcome.Ignored.class);
        assertThat(run("kill -TERM $$", "")).satisfies(failed(143, "ended by signal 15"));
    }

    @Test
    void whatItSaysOnStandardOutputIsShownIfItSaysNothingElse() throws Exception {
        assertThat(run("echo 'PHP Fatal error: out of luck'; exit 255", ""))
                .satisfies(failed(255, "it said: PHP Fatal error: out of luck"));
    }

    @Test
    void aProgramThatHangsIsKilledAtItsTimeoutWithEverythingItStarted() throws Exception {
        long begun = time.nanoTime();
        Outcome outcome = run("sleep 1000 & echo $! > \"$1/child\"; sleep 1000", "timeout: 700");
        assertThat(outcome).satisfies(failed(0, "took too long; killed"));
        assertThat(Duration.ofNanos(time.nanoTime() - begun)).isBetween(Duration.ofMillis(700), Duration.ofSeconds(8));
        assertThat(isGone("child")).isTrue();
    }

    @Test
    void whatItLeavesBehindIsKilledAndDelaysNothing() throws Exception {
        long begun = time.nanoTime();
        assertThat(run("sleep 1000 & echo $! > \"$1/child\"", "")).isEqualTo(new Outcome.Done(0, "done"));
        assertThat(Duration.ofNanos(time.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));
        assertThat(isGone("child")).isTrue();
    }

    @Test
    void endlessOutputIsCutOffByKilling() throws Exception {
        assertThat(run("exec cat /dev/zero", "output: 64KiB")).satisfies(failed(0, "more than 65536 bytes"));
        assertThat(run("head -c 70000 /dev/zero", "output: 64KiB")).satisfies(failed(0, "more than 65536 bytes"));
        assertThat(run("head -c 60000 /dev/zero", "output: 64KiB")).isInstanceOf(Outcome.Done.class);
        assertThat(run("exec yes no >&2", "output: 64KiB").detail()).hasSizeLessThan(500);
    }

    @Test
    void aProgramThatTakesTooMuchMemoryIsKilled() throws Exception {
        assertThat(run("x=0; for i in $(seq 27); do x=$x$x; done; sleep 1000", "memory: 32MiB"))
                .satisfies(failed(0, "of memory (at most 32 MiB"));
    }

    @Test
    void aProgramThatDoesNotReadItsInputIsNotHarmedByIt() throws Exception {
        String large = "{\"database\":\"" + "w".repeat(30) + "\",\"x\":\"" + "x".repeat(2_000_000) + "\"}";
        assertThat(run("exit 0", "", large, Duration.ofSeconds(20))).isEqualTo(new Outcome.Done(0, "done"));
        assertThat(run("exec <&-; exit 5", "", large, Duration.ofSeconds(20))).satisfies(failed(5, "code 5"));
        assertThat(run("cat > \"$1/event\"", "", large, Duration.ofSeconds(20))).isInstanceOf(Outcome.Done.class);
        assertThat(directory.resolve("event")).hasContent(large);
    }

    @Test
    void aMissingProgramOrDirectoryChargesNothing() throws Exception {
        Grants grants = Grants.of(List.of("/nowhere/run"), java.util.Set.of());
        assertThat(execute(exec("process: [/nowhere/run]"), grants, EVENT, Duration.ofSeconds(5)))
                .isInstanceOfSatisfying(
                        Outcome.Postponed.class,
                        late -> assertThat(late.detail()).contains("'/nowhere/run' is not there"));
        assertThat(run("exit 0", "directory: /nowhere")).isInstanceOf(Outcome.Postponed.class);
    }

    @Test
    void whatTheOperatorDidNotAllowIsNotStarted() throws Exception {
        Path trace = directory.resolve("trace");
        Outcome outcome = execute(
                exec("process: [/usr/bin/touch, '" + trace + "']"), Grants.NOTHING, EVENT, Duration.ofSeconds(5));
        assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
        assertThat(outcome.detail()).contains("jobs.programs");
        assertThat(trace).doesNotExist();
    }

    @Test
    void anEventCannotSmuggleInAnOption() throws Exception {
        Outcome outcome = run("touch \"$1/ran\"", "", "{\"database\":\"--eval=evil\"}", Duration.ofSeconds(5));
        assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
        assertThat(outcome.detail()).contains("'--eval=evil'", "would be an option");
        assertThat(directory.resolve("ran")).doesNotExist();
    }

    /// A killed orphan may stay as a zombie where nobody collects it.
    private boolean isGone(String file) throws Exception {
        String pid = Files.readString(directory.resolve(file)).strip();
        Path status = Path.of("/proc/" + pid + "/status");
        Deadline deadline = Deadline.after(time, Duration.ofSeconds(5));
        while (!deadline.isPassed()) {
            if (!Files.exists(status) || Files.readString(status).contains("State:\tZ")) {
                return true;
            }
            time.sleep(Duration.ofMillis(10));
        }
        return false;
    }

    private static Consumer<Outcome> failed(int status, String... parts) {
        return outcome -> {
            assertThat(outcome).isInstanceOf(Outcome.Failed.class);
            assertThat(outcome.status()).isEqualTo(status);
            assertThat(outcome.detail()).contains(parts);
        };
    }
}
