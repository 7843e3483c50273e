package atoll.changeprop.executor.worker;

import static atoll.changeprop.executor.worker.FakeProcesses.line;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.time.Deadline;
import atoll.changeprop.lag.ReplicaLag;
import atoll.testkit.time.VirtualTime;
import atoll.work.Outcome;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkerPoolTest {
    private final VirtualTime time = new VirtualTime();
    private final FakeProcesses processes = new FakeProcesses(time);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ReplicaLag lag = new ReplicaLag(Map.of("testwiki", "s1"), Duration.ofSeconds(6), time, meters);
    private long jobs;

    private WorkerExecutor executor(WorkerSettings settings) {
        return Requests.executor(new WorkerPool(settings, processes, time, meters), lag);
    }

    private Outcome run(WorkerExecutor executor) throws InterruptedException {
        return executor.execute(
                Requests.attempt(++jobs, "{\"type\":\"null\"}"),
                Requests.RULE,
                Deadline.after(time, Duration.ofMinutes(1)));
    }

    private static WorkerSettings settings(int jobsPerProcess) {
        return new WorkerSettings(
                "testwiki",
                List.of("worker"),
                1,
                jobsPerProcess,
                64L << 20,
                Duration.ofMinutes(10),
                Duration.ofSeconds(10));
    }

    @Test
    void oneProcessCarriesOutManyJobs() throws InterruptedException {
        WorkerExecutor executor = executor(settings(500));
        for (int i = 0; i < 20; i++) {
            assertThat(run(executor)).isEqualTo(new Outcome.Done(0, "done"));
        }
        assertThat(processes.started).hasSize(1);
        assertThat(processes.started.getFirst().jobs).isEqualTo(20);
    }

    @Test
    void aProcessIsReplacedAfterItsJobs() throws InterruptedException {
        WorkerExecutor executor = executor(settings(3));
        for (int i = 0; i < 7; i++) {
            assertThat(run(executor)).isInstanceOf(Outcome.Done.class);
        }
        assertThat(processes.started).extracting(fake -> fake.jobs).containsExactly(3, 3, 1);
        assertThat(processes.started).extracting(fake -> fake.ended).containsExactly(true, true, false);
        assertThat(processes.started).noneMatch(fake -> fake.killed);
    }

    @Test
    void aProcessIsReplacedWhenItHoldsTooMuchMemoryOrSaysSoOrGrowsOld() throws InterruptedException {
        processes.scripts = number -> id -> switch (number) {
            case 1 -> line("{\"id\":\"" + id + "\",\"status\":\"done\",\"memory\":" + (65L << 20) + "}");
            case 3 -> line("{\"id\":\"" + id + "\",\"status\":\"done\",\"stop\":true}");
            default -> FakeProcesses.done(id);
        };
        WorkerExecutor executor = executor(settings(500));
        run(executor);
        run(executor);
        assertThat(processes.started).hasSize(2);
        processes.started.get(1).resident = 65L << 20;
        run(executor);
        run(executor);
        run(executor);
        assertThat(processes.started).hasSize(4);
        time.advance(Duration.ofMinutes(11));
        run(executor);
        run(executor);
        assertThat(processes.started).hasSize(5);
        assertThat(meters.get("atoll.worker.retirement")
                        .tag("reason", "memory")
                        .counter()
                        .count())
                .isEqualTo(2);
        assertThat(meters.get("atoll.worker.retirement")
                        .tag("reason", "age")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void aJobThatTakesItsWorkerAlongFailsAloneAndSaysHow() throws InterruptedException {
        processes.scripts = number -> id -> number == 1 ? new WorkerProcess.Ended(128 + 9) : FakeProcesses.done(id);
        WorkerExecutor executor = executor(settings(500));
        Outcome first = run(executor);
        assertThat(first).isInstanceOf(Outcome.Failed.class);
        assertThat(first.status()).isEqualTo(137);
        assertThat(first.detail()).contains("ended by signal 9").contains("last words");
        assertThat(run(executor)).isInstanceOf(Outcome.Done.class);
        assertThat(processes.started).hasSize(2);
    }

    @Test
    void aWorkerThatNeverAnswersIsKilledAtTheDeadline() throws InterruptedException {
        processes.jobsTake = Duration.ofHours(1);
        WorkerExecutor executor = executor(settings(500));
        Outcome late = run(executor);
        assertThat(late).isInstanceOf(Outcome.Failed.class);
        assertThat(late.detail()).contains("took too long");
        assertThat(processes.started.getFirst().killed).isTrue();
        assertThat(Duration.between(VirtualTime.START, time.instant())).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void whatIsNotAnAnswerToTheQuestionCostsTheWorkerItsLife() throws InterruptedException {
        String[] bad = {
            "not json",
            "[]",
            "{}",
            "{\"id\":7,\"status\":\"done\"}",
            "{\"id\":\"0:99/1\",\"status\":\"done\"}",
            "{\"id\":\"%s\"}",
            "{\"id\":\"%s\",\"status\":\"fine\"}",
            "{\"id\":\"%s\",\"status\":\"done\"} {}",
            "{\"id\":\"%s\",\"status\":\"done\",\"status\":\"failed\"}",
            "{\"id\":\"%s\",\"status\":\"done\",\"error\":{}}",
        };
        processes.scripts = number -> id -> line(bad[number - 1].replace("%s", id));
        WorkerExecutor executor = executor(settings(500));
        for (int i = 0; i < bad.length; i++) {
            assertThat(run(executor)).as(bad[i]).isInstanceOf(Outcome.Failed.class);
            assertThat(processes.started.getLast().killed).as(bad[i]).isTrue();
            time.advance(Backoff.LONGEST);
        }
        assertThat(processes.started).hasSize(bad.length);
    }

    @Test
    void aPostponedJobPausesTheWiki() throws InterruptedException {
        processes.scripts = number ->
                id -> line("{\"id\":\"" + id + "\",\"status\":\"postponed\",\"error\":\"read-only\",\"retryAfter\":7}");
        assertThat(run(executor(settings(500))))
                .isEqualTo(new Outcome.Postponed(
                        0, "read-only; next try in 7 s", Outcome.Scope.WIKI, Duration.ofSeconds(7)));
    }

    @Test
    void lagHoldsBulkWorkOfTheSectionBackAndNothingElse() throws InterruptedException {
        processes.scripts = number -> id -> line("{\"id\":\"" + id
                + "\",\"status\":\"postponed\",\"error\":\"replicas lag\",\"lag\":12.5,\"retryAfter\":13}");
        assertThat(run(executor(settings(500))))
                .isEqualTo(new Outcome.Postponed(
                        0, "replicas lag; next try in 13 s", Outcome.Scope.LANE, Duration.ofSeconds(13)));
        assertThat(lag.pause("testwiki")).hasValue("replica lag 12 s in section 's1'; bulk work waits");
        assertThat(lag.pause("otherwiki")).isEmpty();
        time.advance(Duration.ofSeconds(14));
        assertThat(lag.pause("testwiki")).isEmpty();
    }

    @Test
    void theLagThatAWorkerNamesBesideItsAnswerCountsToo() throws InterruptedException {
        String[] answers = {"12", "7", "0.2", "null", "\"9\"", "-1", "1e300"};
        processes.scripts = number -> id -> line("{\"id\":\"" + id + "\",\"status\":\"done\",\"lag\":"
                + answers[processes.started.getFirst().jobs - 1] + "}");
        WorkerExecutor executor = executor(settings(500));
        List<Boolean> isPaused = new ArrayList<>();
        for (int i = 0; i < answers.length; i++) {
            assertThat(run(executor)).isInstanceOf(Outcome.Done.class);
            isPaused.add(lag.pause("testwiki").isPresent());
        }
        assertThat(isPaused).containsExactly(true, true, false, false, false, false, false);
    }

    @Test
    void aWorkerIsToldWhichJobsAreBulkWork() throws InterruptedException {
        WorkerExecutor executor = executor(settings(500));
        for (String type : List.of("bulk", "null")) {
            assertThat(executor.execute(
                            Requests.attempt(++jobs, type, "{}"),
                            Requests.RULE,
                            Deadline.after(time, Duration.ofMinutes(1))))
                    .isInstanceOf(Outcome.Done.class);
        }
        assertThat(processes.started.getFirst().asked.getFirst()).contains("\"bulk\":true,");
        assertThat(processes.started.getFirst().asked.getLast()).contains("\"bulk\":false,");
    }

    @Test
    void whileNoProcessStartsJobsAreHandedBackUnchargedAndStartsGetRarer() throws InterruptedException {
        processes.greeting = new WorkerProcess.Ended(255);
        WorkerExecutor executor = executor(settings(500));
        int handedBack = 0;
        for (int second = 0; second < 600; second++) {
            Outcome outcome = run(executor);
            assertThat(outcome).isInstanceOf(Outcome.Postponed.class);
            assertThat(outcome.detail()).contains("exited with code 255").contains("last words");
            handedBack++;
            time.advance(Duration.ofSeconds(1));
        }
        assertThat(handedBack).isEqualTo(600);
        assertThat(processes.started).hasSizeBetween(10, 20).allMatch(fake -> fake.killed);
        processes.greeting = line("{\"ready\":1}");
        time.advance(Backoff.LONGEST);
        assertThat(run(executor)).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void aProgramThatIsNotThereIsNamed() throws InterruptedException {
        processes.absent = true;
        assertThat(run(executor(settings(500))).detail())
                .isEqualTo("no worker took the job: the worker does not start: no such program");
        assertThat(meters.get("atoll.worker.start.failure").counter().count()).isEqualTo(1);
    }

    @Test
    void workersThatDieOneAfterTheOtherAreReplacedMoreAndMoreSlowly() throws InterruptedException {
        processes.scripts = number -> id -> new WorkerProcess.Ended(1);
        processes.jobsTake = Duration.ZERO;
        WorkerExecutor executor = executor(settings(500));
        int charged = 0;
        for (int tenth = 0; tenth < 600; tenth++) {
            charged += run(executor) instanceof Outcome.Failed ? 1 : 0;
            time.advance(Duration.ofMillis(100));
        }
        assertThat(charged).isEqualTo(processes.started.size()).isBetween(7, 12);
    }

    @Test
    void aWorkerThatDiedIdleCostsNoJobAnAttempt() throws InterruptedException {
        WorkerExecutor executor = executor(settings(500));
        run(executor);
        processes.started.getFirst().alive = false;
        assertThat(run(executor)).isInstanceOf(Outcome.Done.class);
        assertThat(processes.started).hasSize(2);
    }

    @Test
    void closingEndsIdleWorkersAndRefusesJobs() throws InterruptedException {
        WorkerPool pool = new WorkerPool(settings(500), processes, time, meters);
        WorkerExecutor executor = Requests.executor(pool, lag);
        run(executor);
        pool.close();
        assertThat(processes.started.getFirst().ended).isTrue();
        assertThat(run(executor)).isInstanceOf(Outcome.Postponed.class);
    }

    @Test
    void theEventIsSentOnOneLineWithAllItsOtherBytesUntouched() {
        String event = "{\"a\" : \"ä\\n\\u2028/\",\r\n\t\"b\":1.0e+25 }";
        byte[] line = WorkerExecutor.line(
                "0:1/1", Duration.ofSeconds(3), true, event.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(new String(line, java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"id\":\"0:1/1\",\"timeoutMs\":3000,\"bulk\":true,\"event\":{\"a\" : \"ä\\n\\u2028/\",  \t\"b\":1.0e+25 }}\n");
    }
}
