package atoll.changeprop;

import atoll.work.Delivery;

/// The id that ties a request to the one it descends from.
public final class RequestId {
    private static final int LONGEST = 255;

    private RequestId() {}

    /// The event's request id if it can stand in a header, else the event's own id, else nothing that came from
    /// outside.
    public static String of(Delivery delivery) {
        String given = delivery.requestId();
        if (given != null && isPlain(given)) {
            return given;
        }
        return isPlain(delivery.eventId()) ? delivery.eventId() : "-";
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= ' ' || text.charAt(i) >= 0x7F) {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= LONGEST;
    }
}
