package atoll.work.ledger.state;

import atoll.work.Delivery;
import atoll.work.Root;

/// What is known of deliveries with one deduplication key. Times are in milliseconds, [#NONE] if there is none.
///
/// @param lastStart when the last one that is done was started
/// @param lastRoot the time of the newest root whose delivery is done
/// @param pending offset of the newest one that waits, or [#NONE]
public record Twin(long lastStart, long lastRoot, long pending) {
    public static final long NONE = -1;
    static final Twin UNKNOWN = new Twin(NONE, NONE, NONE);

    /// One of them waits.
    Twin waiting(long offset) {
        return new Twin(lastStart, lastRoot, offset);
    }

    /// One of them is done.
    Twin done(long offset, Delivery delivery, long started) {
        Root root = delivery.root();
        return new Twin(
                Math.max(lastStart, started),
                root == null ? lastRoot : Math.max(lastRoot, root.at().toEpochMilli()),
                pending == offset ? NONE : pending);
    }

    byte[] encode() {
        byte[] bytes = new byte[24];
        Keys.putLong(bytes, 0, lastStart);
        Keys.putLong(bytes, 8, lastRoot);
        Keys.putLong(bytes, 16, pending);
        return bytes;
    }

    static Twin decode(byte[] bytes) {
        return new Twin(Keys.longAt(bytes, 0), Keys.longAt(bytes, 8), Keys.longAt(bytes, 16));
    }
}
