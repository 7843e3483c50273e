package atoll.work;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;

/// Names a delivery for ever: the work partition and the offset at which it was first handed over. Written `3:1207`.
public record DeliveryId(int partition, long offset) {

    public static DeliveryId parse(String text) {
        int colon = text.indexOf(':');
        try {
            return new DeliveryId(
                    Integer.parseInt(text.substring(0, Math.max(0, colon))), Long.parseLong(text.substring(colon + 1)));
        } catch (NumberFormatException e) {
            throw new AtollException(
                    ErrorKind.INVALID,
                    "'" + text + "' is not a delivery id (form: partition:offset, example: 3:1207)",
                    e);
        }
    }

    @Override
    public String toString() {
        return partition + ":" + offset;
    }
}
