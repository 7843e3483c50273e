package atoll.work.ledger.state;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;

/// What a delivery is at present.
public enum State {
    /// Handed over, not decided yet.
    NEW(0, false),
    /// Not due before a time the producer gave.
    WAITING(1, false),
    /// Failed, will be tried again at a known time.
    RETRY(2, false),
    /// Can be claimed.
    READY(3, false),
    /// Being carried out.
    CLAIMED(4, false),
    /// Out of attempts or rejected; kept until a person retries or drops it.
    DEAD(5, false),
    DONE(6, true),
    /// Answered with a status the rule ignores.
    IGNORED(7, true),
    DUPLICATE(8, true),
    /// A newer root of the same signature made it pointless.
    SUPERSEDED(9, true),
    /// Older than the rule allows.
    ABANDONED(10, true),
    /// Dropped by an operator.
    DROPPED(11, true);

    /// How many codes there are.
    static final int CODES = 12;

    private final int code;
    private final boolean isFinal;

    /// @param code what is stored; never changes
    State(int code, boolean isFinal) {
        this.code = code;
        this.isFinal = isFinal;
    }

    int code() {
        return code;
    }

    /// The state of a code in the ledger, where no other code may be.
    static State recorded(int code) {
        if (code < 0 || code >= CODES) {
            throw new AtollException(
                    ErrorKind.INTERNAL,
                    "state '" + code + "' is not known: written by a newer Atoll, or the record is damaged");
        }
        return ofCode(code);
    }

    static State ofCode(int code) {
        for (State state : values()) {
            if (state.code == code) {
                return state;
            }
        }
        throw new ViewOutdated("state " + code);
    }

    /// Nothing will happen to it any more.
    public boolean isFinal() {
        return isFinal;
    }

    /// The word in commands, metrics and answers.
    public String label() {
        return switch (this) {
            case NEW -> "new";
            case WAITING -> "waiting";
            case RETRY -> "retry";
            case READY -> "ready";
            case CLAIMED -> "claimed";
            case DEAD -> "dead";
            case DONE -> "done";
            case IGNORED -> "ignored";
            case DUPLICATE -> "duplicate";
            case SUPERSEDED -> "superseded";
            case ABANDONED -> "abandoned";
            case DROPPED -> "dropped";
        };
    }
}
