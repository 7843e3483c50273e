package atoll.changeprop.rule;

/// The hash MurmurHash3 for 32 bits, with seed 0.
final class Murmur32 {
    private static final int C1 = 0xcc9e2d51;
    private static final int C2 = 0x1b873593;

    private Murmur32() {}

    static int of(byte[] bytes) {
        int hash = 0;
        int whole = bytes.length & ~3;
        for (int i = 0; i < whole; i += 4) {
            hash ^= scrambled(littleEndian(bytes, i, 4));
            hash = Integer.rotateLeft(hash, 13) * 5 + 0xe6546b64;
        }
        hash ^= scrambled(littleEndian(bytes, whole, bytes.length - whole));
        hash ^= bytes.length;
        hash = (hash ^ hash >>> 16) * 0x85ebca6b;
        hash = (hash ^ hash >>> 13) * 0xc2b2ae35;
        return hash ^ hash >>> 16;
    }

    private static int scrambled(int block) {
        return Integer.rotateLeft(block * C1, 15) * C2;
    }

    private static int littleEndian(byte[] bytes, int from, int count) {
        int block = 0;
        for (int i = count - 1; i >= 0; i--) {
            block = block << 8 | bytes[from + i] & 0xFF;
        }
        return block;
    }
}
