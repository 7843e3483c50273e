package atoll.http;

/// The bytes of one request's body as they arrive. Used by one thread.
interface BodySource {

    /// What the client declared, or -1.
    long declaredLength();

    /// Waits for at least one byte; -1 at the end of the body. Throws [ClientGone], [RequestTooSlow] or another
    /// [atoll.base.error.AtollException].
    int read(byte[] into, int offset, int length);

    /// A body that is already here.
    static BodySource of(byte[] bytes) {
        return new BodySource() {
            private int position;

            @Override
            public long declaredLength() {
                return bytes.length;
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                if (position == bytes.length) {
                    return -1;
                }
                int count = Math.min(length, bytes.length - position);
                System.arraycopy(bytes, position, into, offset, count);
                position += count;
                return count;
            }
        };
    }
}
