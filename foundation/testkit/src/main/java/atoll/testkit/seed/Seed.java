package atoll.testkit.seed;

import atoll.base.id.Randomness;

/// The number a random run starts from; equal seeds give equal runs.
public record Seed(long value) {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    /// A seed for one part of the run, so that more draws in one part do not shift those of another.
    public Seed child(String part) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < part.length(); i++) {
            hash = (hash ^ part.charAt(i)) * FNV_PRIME;
        }
        return new Seed(hash ^ value * GOLDEN);
    }

    public Randomness randomness() {
        return Randomness.seeded(value);
    }

    public Draw draw() {
        return new Draw(randomness());
    }
}
