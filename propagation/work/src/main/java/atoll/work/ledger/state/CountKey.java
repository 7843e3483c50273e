package atoll.work.ledger.state;

import atoll.work.Delivery;

/// What deliveries are counted by.
public record CountKey(String topic, String rule, String type, String wiki) {

    static CountKey of(Delivery delivery) {
        return new CountKey(delivery.source().topic(), delivery.rule(), delivery.type(), delivery.wiki());
    }
}
