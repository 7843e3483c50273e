package atoll.testkit.disk;

import atoll.base.id.Randomness;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A file's bytes: as written, as durable, and the changes between the two.
final class SimulatedContent {
    private static final int BLOCK = 512;

    private final Bytes written = new Bytes();
    private final Bytes durable = new Bytes();
    private final List<Change> unsynced = new ArrayList<>();

    /// A change that is not durable yet.
    private sealed interface Change {
        @SuppressWarnings("ArrayRecordComponent") // identity is never used
        record Write(long position, byte[] bytes) implements Change {}

        record Truncate(long size) implements Change {}
    }

    long size() {
        return written.size;
    }

    byte[] bytes() {
        return Arrays.copyOf(written.bytes, written.size);
    }

    int read(ByteBuffer into, long position) {
        if (position >= written.size) {
            return -1;
        }
        int length = (int) Math.min(into.remaining(), written.size - position);
        into.put(written.bytes, (int) position, length);
        return length;
    }

    void write(long position, byte[] bytes) {
        written.write(position, bytes, 0, bytes.length);
        unsynced.add(new Change.Write(position, bytes));
    }

    void truncate(long size) {
        written.truncate(size);
        unsynced.add(new Change.Truncate(size));
    }

    void sync() {
        unsynced.forEach(change -> apply(change, durable));
        unsynced.clear();
    }

    /// Some changes reached the disk, the others never will although they can still be read.
    void failedSync(Randomness randomness) {
        survive(Survival.SELECTION, randomness);
    }

    void crash(Survival survival, Randomness randomness) {
        survive(survival, randomness);
        written.copy(durable);
    }

    void flipBit(long position, int bit) {
        sync();
        written.bytes[(int) position] ^= (byte) (1 << bit);
        durable.bytes[(int) position] ^= (byte) (1 << bit);
    }

    private void survive(Survival survival, Randomness randomness) {
        boolean[] survives = survival.of(unsynced.size(), randomness);
        boolean torn = survival == Survival.SELECTION || survival == Survival.PREFIX;
        int last = -1;
        for (int i = 0; i < survives.length; i++) {
            if (survives[i]) {
                last = i;
            }
        }
        for (int i = 0; i < survives.length; i++) {
            if (!survives[i]) {
                continue;
            }
            Change change = unsynced.get(i);
            if (change instanceof Change.Write write && torn && (survival == Survival.SELECTION || i == last)) {
                tear(write, randomness);
            } else {
                apply(change, durable);
            }
        }
        unsynced.clear();
    }

    /// Blocks of a write survive each on its own.
    private void tear(Change.Write write, Randomness randomness) {
        boolean whole = randomness.nextLong(2) == 0;
        int from = 0;
        while (from < write.bytes().length) {
            int toBoundary = BLOCK - (int) ((write.position() + from) % BLOCK);
            int length = Math.min(toBoundary, write.bytes().length - from);
            if (whole || randomness.nextLong(2) == 0) {
                durable.write(write.position() + from, write.bytes(), from, length);
            }
            from += length;
        }
    }

    private static void apply(Change change, Bytes to) {
        switch (change) {
            case Change.Write write -> to.write(write.position(), write.bytes(), 0, write.bytes().length);
            case Change.Truncate truncate -> to.truncate(truncate.size());
        }
    }

    private static final class Bytes {
        private byte[] bytes = new byte[64];
        private int size;

        private void write(long position, byte[] from, int start, int length) {
            int end = Math.toIntExact(position + length);
            if (end > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(end, bytes.length * 2));
            }
            System.arraycopy(from, start, bytes, (int) position, length);
            size = Math.max(size, end);
        }

        private void truncate(long newSize) {
            if (newSize < size) {
                Arrays.fill(bytes, (int) newSize, size, (byte) 0);
                size = (int) newSize;
            }
        }

        private void copy(Bytes other) {
            bytes = Arrays.copyOf(other.bytes, other.bytes.length);
            size = other.size;
        }
    }
}
