package atoll.work.ledger;

/// What is known of deliveries with one deduplication key.
///
/// @param lastStart when the last one that is done was started, in milliseconds, or [#NONE]
/// @param pending offset of the newest one that waits, or [#NONE]
record Twin(long lastStart, long pending) {
    static final long NONE = -1;
    static final Twin UNKNOWN = new Twin(NONE, NONE);

    byte[] encode() {
        byte[] bytes = new byte[16];
        Keys.putLong(bytes, 0, lastStart);
        Keys.putLong(bytes, 8, pending);
        return bytes;
    }

    static Twin decode(byte[] bytes) {
        return new Twin(Keys.longAt(bytes, 0), Keys.longAt(bytes, 8));
    }
}
