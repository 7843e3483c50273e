package atoll.base.id;

import java.util.UUID;

/// Event and request ids. Safe for use by many threads.
public interface Ids {

    /// A new UUID.
    UUID nextUuid();

    /// Random (version 4) UUIDs from the given randomness.
    static Ids random(Randomness randomness) {
        return () -> {
            long high = randomness.nextLong() & 0xFFFF_FFFF_FFFF_0FFFL | 0x4000L;
            long low = randomness.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
            return new UUID(high, low);
        };
    }
}
