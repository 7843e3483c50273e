package atoll.changeprop.redaction;

import atoll.work.Attempt;
import atoll.work.Executor;
import atoll.work.Outcome;

/// Keeps the values of redacted fields out of what an outcome says, before it is recorded: what a wiki answers, or an
/// address, often repeats what was in the event. The outcome itself is the inner executor's.
public final class RedactingExecutor implements Executor {
    private final Executor inner;
    private final Redaction redaction;

    public RedactingExecutor(Executor inner, Redaction redaction) {
        this.inner = inner;
        this.redaction = redaction;
    }

    @Override
    public Outcome execute(Attempt attempt) throws InterruptedException {
        Outcome outcome = inner.execute(attempt);
        String detail = redaction.text(outcome.detail(), attempt.event());
        return switch (outcome) {
            case Outcome.Done done -> new Outcome.Done(done.status(), detail);
            case Outcome.Ignored ignored -> new Outcome.Ignored(ignored.status(), detail);
            case Outcome.Failed failed -> new Outcome.Failed(failed.status(), detail);
            case Outcome.Rejected rejected -> new Outcome.Rejected(rejected.status(), detail);
            case Outcome.Postponed later ->
                new Outcome.Postponed(later.status(), detail, later.scope(), later.retryAfter());
        };
    }
}
