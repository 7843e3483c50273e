package atoll.testkit.disk;

import atoll.base.id.Randomness;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// What a [SimulatedDisk] is told to do wrong, and a count of what it did. Safe for use by many threads.
public final class DiskFaults {
    private static final long NEVER = Long.MAX_VALUE;

    private final Map<String, Integer> injected = new TreeMap<>();
    private long changes;
    private long writeFailsIn = NEVER;
    private long syncFailsIn = NEVER;
    private long powerLostIn = NEVER;
    private long capacity = NEVER;
    private boolean readOnly;
    private boolean powerLost;

    DiskFaults() {}

    /// The n-th change from now (1 is the next) fails, a write after a part of it was written.
    public synchronized void failChange(long n) {
        writeFailsIn = n;
    }

    /// The n-th sync from now (1 is the next) fails; some of what it should have made durable is lost.
    public synchronized void failSync(long n) {
        syncFailsIn = n;
    }

    /// Power is lost in the middle of the n-th change or sync from now; nothing works until [SimulatedDisk#crash].
    public synchronized void losePower(long n) {
        powerLostIn = n;
    }

    /// Bytes the disk can hold in all.
    public synchronized void capacity(long bytes) {
        capacity = bytes;
    }

    public synchronized void unlimitedCapacity() {
        capacity = NEVER;
    }

    public synchronized void readOnly(boolean now) {
        readOnly = now;
    }

    /// Cancels what has not happened yet.
    public synchronized void clear() {
        writeFailsIn = NEVER;
        syncFailsIn = NEVER;
        powerLostIn = NEVER;
        capacity = NEVER;
        readOnly = false;
    }

    public synchronized boolean isPowerLost() {
        return powerLost;
    }

    /// Changes and syncs so far.
    public synchronized long changes() {
        return changes;
    }

    /// How often each kind of fault happened.
    public synchronized Map<String, Integer> injected() {
        return new TreeMap<>(injected);
    }

    synchronized void count(String fault) {
        injected.merge(fault, 1, Integer::sum);
    }

    synchronized void powerRestored() {
        powerLost = false;
        powerLostIn = NEVER;
    }

    synchronized void beforeRead() throws IOException {
        if (powerLost) {
            throw new IOException("simulated power loss");
        }
    }

    synchronized void checkWritable(Path path) throws IOException {
        if (readOnly) {
            count("read-only");
            throw new IOException("'" + path + "': Read-only file system (simulated)");
        }
    }

    synchronized void beforeChange(String what, Path path) throws IOException {
        beforeRead();
        checkWritable(path);
        changes++;
        if (isNow(--powerLostIn)) {
            losePowerNow();
            throw new Interrupted("simulated power loss during " + what + " of '" + path + "'");
        }
        powerLostIn = kept(powerLostIn);
        if (isNow(--writeFailsIn)) {
            writeFailsIn = NEVER;
            count("failed " + what);
            throw new Interrupted("simulated failure to " + what + " '" + path + "'");
        }
        writeFailsIn = kept(writeFailsIn);
    }

    /// True if the sync is to fail.
    synchronized boolean beforeSync(Path path) throws IOException {
        beforeRead();
        checkWritable(path);
        changes++;
        if (isNow(--powerLostIn)) {
            losePowerNow();
            throw new IOException("simulated power loss during sync of '" + path + "'");
        }
        powerLostIn = kept(powerLostIn);
        if (isNow(--syncFailsIn)) {
            syncFailsIn = NEVER;
            count("failed sync");
            return true;
        }
        syncFailsIn = kept(syncFailsIn);
        return false;
    }

    /// How many of the bytes fit.
    synchronized int writable(int length, long growth, long used) {
        long missing = growth - (capacity - used);
        if (growth == 0 || missing <= 0) {
            return length;
        }
        count("disk full");
        return (int) Math.max(0, length - missing);
    }

    synchronized long free(long used) {
        return Math.max(0, capacity - used);
    }

    private void losePowerNow() {
        powerLost = true;
        powerLostIn = NEVER;
        count("power loss");
    }

    private static boolean isNow(long left) {
        return left == 0;
    }

    /// Counts down only what was set.
    private static long kept(long left) {
        return left > NEVER / 2 ? NEVER : left;
    }

    /// A change that happened in part.
    static final class Interrupted extends IOException {
        Interrupted(String message) {
            super(message);
        }

        int part(int length, Randomness randomness) {
            return (int) randomness.nextLong(length + 1L);
        }
    }
}
