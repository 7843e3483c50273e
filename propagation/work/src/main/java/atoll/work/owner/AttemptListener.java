package atoll.work.owner;

import atoll.work.Delivery;
import atoll.work.Outcome;
import java.time.Duration;

/// Hears of every attempt. Called on the owner's thread, between two deliveries: it must be quick, must not wait, and
/// must not throw.
public interface AttemptListener {
    /// Nobody listens.
    AttemptListener NONE = new AttemptListener() {
        @Override
        public void started(Delivery delivery, Duration sinceDue) {}

        @Override
        public void ended(Delivery delivery, Outcome outcome, Duration took) {}
    };

    /// The first attempt of a delivery begins.
    ///
    /// @param sinceDue how long it could have begun already, see [Delivery#dueSince()]
    void started(Delivery delivery, Duration sinceDue);

    /// An attempt has an outcome, or could not begin.
    void ended(Delivery delivery, Outcome outcome, Duration took);
}
