package atoll.simulate.ledger;

import atoll.work.Delivery;
import atoll.work.ledger.state.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the model knows of one delivery.
final class Fact {
    final long offset;
    final Delivery delivery;
    final byte[] event;
    final List<Attempted> attempts = new ArrayList<>();
    State state = State.NEW;
    long order;

    @Nullable
    Instant due;

    int claims;
    int charged;
    int interruptions;
    /// The claim whose attempt counted for a limiter last.
    int countedClaim;

    @Nullable
    Instant claimedAt;

    long ownersAtClaim;

    /// An attempt as the executor saw it.
    static final class Attempted {
        final int number;
        final long startedNanos;
        int status;
        String label = "";

        Attempted(int number, long startedNanos) {
            this.number = number;
            this.startedNanos = startedNanos;
        }
    }

    Fact(long offset, Delivery delivery, byte[] event) {
        this.offset = offset;
        this.delivery = delivery;
        this.event = event;
    }

    @Nullable
    Attempted attempt(int number) {
        for (Attempted attempt : attempts) {
            if (attempt.number == number) {
                return attempt;
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return "delivery " + offset + " (" + state + ", claim " + claims + ", order " + order + ", " + delivery + ")";
    }
}
