package atoll.work.limit;

import atoll.work.Outcome;

/// What an outcome says about whether there was too much at once.
enum Signal {
    /// It was taken well.
    GOOD,
    /// Nothing: the attempt failed for a reason of its own, or never reached anybody.
    NOTHING,
    /// A status of 500 or more. A broken job looks the same, so one alone decides nothing.
    SERVER_ERROR,
    /// There was no answer in time.
    NO_ANSWER,
    /// We were asked to wait: 429, 423, `X-Readonly`, 503 with `Retry-After`.
    ASKED;

    private static final int CLIENT_ERROR = 400;
    private static final int SERVER_ERRORS = 500;

    static Signal of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done _, Outcome.Ignored _ -> GOOD;
            case Outcome.Failed failed -> ofFailure(failed.status(), NO_ANSWER);
            case Outcome.Rejected rejected -> ofFailure(rejected.status(), NOTHING);
            case Outcome.Postponed postponed -> postponed.status() >= CLIENT_ERROR ? ASKED : NOTHING;
        };
    }

    private static Signal ofFailure(int status, Signal withoutAnswer) {
        if (status == 0) {
            return withoutAnswer;
        }
        return status >= SERVER_ERRORS ? SERVER_ERROR : NOTHING;
    }

    boolean isBad() {
        return this == SERVER_ERROR || this == NO_ANSWER || this == ASKED;
    }
}
