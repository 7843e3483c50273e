package atoll.work;

/// What a limiter counts a delivery under. Its failures count for every delivery of the same wiki with an equal one.
///
/// @param limiter which limiter, by name
/// @param key what the rule's key template became with the event
public record LimitKey(String limiter, String key) {
    /// Most characters of a key.
    public static final int LONGEST = 512;

    /// Cuts a key that is too long, so that it stays another than those of other texts with the same beginning.
    public static LimitKey of(String limiter, String key) {
        return new LimitKey(
                limiter,
                key.length() <= LONGEST
                        ? key
                        : key.substring(0, LONGEST - 9) + "#" + Integer.toHexString(key.hashCode()));
    }
}
