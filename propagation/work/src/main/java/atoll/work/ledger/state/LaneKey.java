package atoll.work.ledger.state;

import atoll.work.Delivery;

/// A lane: what is queued in order and takes turns with other lanes of its rule.
public record LaneKey(String rule, String type, String wiki) {

    static LaneKey of(Delivery delivery) {
        return new LaneKey(delivery.rule(), delivery.type(), delivery.wiki());
    }
}
