package atoll.work;

import atoll.log.LogRecord;

/// Lets admission's tests read back what was handed over.
public final class DeliveryReading {
    private DeliveryReading() {}

    public static Delivery of(LogRecord record) {
        return DeliveryCodec.read(record);
    }
}
