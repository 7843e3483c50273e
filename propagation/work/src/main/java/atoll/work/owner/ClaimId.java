package atoll.work.owner;

import atoll.work.Attempt;
import atoll.work.DeliveryId;

/// One claim of a delivery. A process that lost a partition and got it back may still carry out an older claim of a
/// delivery that it claims again.
record ClaimId(DeliveryId delivery, int number) {

    static ClaimId of(Attempt attempt) {
        return new ClaimId(attempt.id(), attempt.number());
    }
}
