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
        return outcome.withDetail(redaction.text(outcome.detail(), attempt.event()));
    }
}
