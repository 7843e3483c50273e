package atoll.work.ledger;

import atoll.work.Delivery;
import atoll.work.DeliveryId;
import atoll.work.ledger.state.Decision;
import atoll.work.ledger.state.Entry;
import atoll.work.ledger.state.View;
import java.util.ArrayList;
import java.util.List;

/// Deliveries that died with a batch: so many that an operator reads them, and how many there were.
public record Deaths(List<Death> first, int count) {
    private static final int MOST = 16;

    public Deaths {
        first = List.copyOf(first);
    }

    /// One of them.
    ///
    /// @param attempts those that were charged
    /// @param status of the last answer, 0 if there was none
    public record Death(DeliveryId id, Delivery delivery, int attempts, int status, String cause) {}

    static Deaths of(int partition, List<Decision> decisions, View view) {
        List<Death> first = new ArrayList<>();
        int count = 0;
        for (Decision decision : decisions) {
            if (decision instanceof Decision.Died died) {
                count++;
                if (first.size() < MOST) {
                    Entry entry = view.existing(died.offset());
                    first.add(new Death(
                            new DeliveryId(partition, died.offset()),
                            entry.delivery(),
                            entry.attempts(),
                            died.status(),
                            died.detail()));
                }
            }
        }
        return new Deaths(first, count);
    }
}
