package atoll.changeprop.executor;

import atoll.changeprop.executor.HttpCall.Answer;
import atoll.work.Outcome;

/// Outcomes that do not depend on who was called.
final class Judgement {
    private Judgement() {}

    static Outcome noAnswer(HttpCall.Kind kind, String detail) {
        String what = switch (kind) {
            case NO_CONNECTION -> "no connection: ";
            case TIMEOUT -> "no answer in time: ";
            case BROKEN -> "the answer broke off or is not HTTP: ";
        };
        return new Outcome.Failed(0, what + Excerpt.of(detail));
    }

    /// The outcome, with what was answered if it is a failure.
    static Outcome quoting(Answer answer, Outcome outcome) {
        return outcome.isFailure() ? outcome.quoting(answer.excerpt()) : outcome;
    }

    /// A redirect is not followed: it would lose the body, or lead where nobody configured.
    static Outcome redirect(Answer answer, String configured) {
        String to = answer.header("Location").map(Excerpt::of).orElse("nowhere");
        return new Outcome.Rejected(
                answer.status(),
                "status " + answer.status() + ": " + configured + " is wrong, it redirects to '" + to
                        + "'; configure where the request has to go in the end");
    }
}
