package atoll.changeprop.intake;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;

/// A body that cannot be taken apart into events: nothing of it is stored.
final class BadBody extends AtollException {
    private final IntakeMetrics.Refusal refusal;

    BadBody(IntakeMetrics.Refusal refusal, String message) {
        super(refusal == IntakeMetrics.Refusal.TOO_LARGE ? ErrorKind.TOO_LARGE : ErrorKind.INVALID, message);
        this.refusal = refusal;
    }

    IntakeMetrics.Refusal refusal() {
        return refusal;
    }
}
