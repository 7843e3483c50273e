package atoll.base.id;

import java.security.SecureRandom;
import java.util.SplittableRandom;

/// Random numbers for jitter, sampling and ids. Seeded in tests. Safe for use by many threads.
public interface Randomness {

    long nextLong();

    /// Uniform in `[0, bound)`.
    default long nextLong(long bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("bound is " + bound + ": must be at least 1");
        }
        return Long.remainderUnsigned(nextLong(), bound);
    }

    /// Uniform in `[0, 1)`.
    default double nextDouble() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }

    /// From the operating system.
    static Randomness secure() {
        SecureRandom random = new SecureRandom();
        return random::nextLong;
    }

    /// The same sequence for the same seed.
    static Randomness seeded(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return () -> {
            synchronized (random) {
                return random.nextLong();
            }
        };
    }
}
