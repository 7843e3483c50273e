package atoll.changeprop.executor;

import atoll.base.error.AtollException;
import atoll.base.time.Deadline;
import atoll.changeprop.RequestId;
import atoll.changeprop.TriggeredBy;
import atoll.changeprop.rule.Exec;
import atoll.changeprop.rule.ExitCodes;
import atoll.changeprop.rule.Grants;
import atoll.changeprop.rule.Invocation;
import atoll.changeprop.rule.template.EventView;
import atoll.work.Attempt;
import atoll.work.Outcome;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Starts a program for each attempt, with the event as the producer wrote it on standard input. Exit code 0 is
/// success; the exec's `ignore` and `retry_on` judge the others.
///
/// A program that is missing charges no attempt: the rule's deliveries of the wiki wait until it is there.
public final class ProgramExecutor {
    static final Duration MISSING = Duration.ofSeconds(10);
    private static final int SIGNALLED = 128;
    /// Above it a code is the program's own; PHP leaves with 255 after a fatal error.
    private static final int HIGHEST_SIGNAL = 64;

    private final ProgramCall programs;
    private final Grants grants;

    public ProgramExecutor(ProgramCall programs, Grants grants) {
        this.programs = programs;
        this.grants = grants;
    }

    /// @param event the attempt's, with what the rule's match captured
    Outcome execute(Attempt attempt, Exec.Program exec, EventView event, Deadline deadline)
            throws InterruptedException {
        Optional<String> refusal = grants.refusal(exec);
        if (refusal.isPresent()) {
            return new Outcome.Rejected(0, "'" + exec.command().getFirst().literalPrefix() + "' " + refusal.get());
        }
        Invocation invocation;
        try {
            invocation = Invocation.of(exec, event);
        } catch (AtollException e) {
            return new Outcome.Rejected(0, "the program cannot be started for this event: " + e.getMessage());
        }
        Map<String, String> environment = new HashMap<>();
        environment.put("ATOLL_EVENT_ID", attempt.delivery().eventId());
        environment.put("ATOLL_REQUEST_ID", RequestId.of(attempt.delivery()));
        environment.put("ATOLL_TRIGGERED_BY", TriggeredBy.of(attempt).chain());
        environment.put("ATOLL_WIKI", attempt.delivery().wiki());
        environment.put("ATOLL_ATTEMPT", Integer.toString(attempt.number()));
        environment.replaceAll((_, value) -> value.replace('\0', ' '));
        environment.putAll(invocation.environment());
        ProgramCall.Request request = new ProgramCall.Request(
                invocation.command(),
                environment,
                exec.directory(),
                attempt.event(),
                exec.memoryBytes(),
                exec.outputBytes());
        Deadline until = exec.timeout() == null ? deadline : deadline.atMost(exec.timeout());
        return outcome(programs.run(request, until), exec);
    }

    private static Outcome outcome(ProgramCall.Reply reply, Exec.Program exec) {
        return switch (reply) {
            case ProgramCall.Exited(var code, var said) -> judge(code, said, exec.exits());
            case ProgramCall.Late(var said) -> new Outcome.Failed(0, told("it took too long; killed", said));
            case ProgramCall.TooLarge(var bytes, var said) ->
                new Outcome.Failed(
                        0,
                        told(
                                "it took " + (bytes >> 20) + " MiB of memory (at most " + (exec.memoryBytes() >> 20)
                                        + " MiB, its 'memory'); killed",
                                said));
            case ProgramCall.TooMuchOutput(var said) ->
                new Outcome.Failed(
                        0, told("it wrote more than " + exec.outputBytes() + " bytes (its 'output'); killed", said));
            case ProgramCall.NotStarted(var reason) ->
                new Outcome.Postponed(
                        0, "the program does not start: " + Excerpt.of(reason), Outcome.Scope.LANE, MISSING);
        };
    }

    private static Outcome judge(int code, String said, ExitCodes exits) {
        if (code == 0) {
            return new Outcome.Done(0, "done");
        }
        String what = code > SIGNALLED && code <= SIGNALLED + HIGHEST_SIGNAL
                ? "it was ended by signal " + (code - SIGNALLED)
                : "it exited with code " + code;
        if (exits.ignores(code)) {
            return new Outcome.Ignored(code, told("counts as success by the exec's 'ignore': " + what, said));
        }
        return exits.retries(code)
                ? new Outcome.Failed(code, told(what, said))
                : new Outcome.Rejected(
                        code, told(what + " (not in the exec's 'retry_on', which is " + exits.retryOn() + ")", said));
    }

    private static String told(String what, String said) {
        return said.isEmpty() ? what : what + "; it said: " + Excerpt.of(said);
    }
}
