package atoll.changeprop.redaction;

import atoll.work.AnswerExcerpt;
import atoll.work.Attempt;
import atoll.work.Executor;
import atoll.work.Outcome;
import java.util.function.UnaryOperator;

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
        UnaryOperator<String> masked = redaction.about(attempt.event());
        Outcome shown = outcome.withDetail(masked.apply(outcome.detail()));
        AnswerExcerpt answer = outcome.answer();
        return answer == null ? shown : shown.quoting(answer.with(masked));
    }
}
