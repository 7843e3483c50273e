package atoll.work.owner;

import atoll.base.lifecycle.Answer;
import atoll.work.DeliveryId;

/// What an operator wants done with one delivery. Answered once it is recorded.
record Command(Kind kind, DeliveryId id, String by, Answer<Boolean> answer) {
    enum Kind {
        RETRY,
        DROP
    }
}
