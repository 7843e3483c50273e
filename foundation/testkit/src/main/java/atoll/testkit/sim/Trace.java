package atoll.testkit.sim;

import java.util.ArrayDeque;
import java.util.Deque;

/// What happened, one line each: the last lines to read, and a hash of all to compare two runs.
final class Trace {
    static final int KEPT = 200;
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final Deque<String> last = new ArrayDeque<>(KEPT);
    private long hash = FNV_OFFSET;

    void add(String line) {
        if (last.size() == KEPT) {
            last.removeFirst();
        }
        last.addLast(line);
        for (int i = 0; i < line.length(); i++) {
            hash = (hash ^ line.charAt(i)) * FNV_PRIME;
        }
    }

    long hash() {
        return hash;
    }

    /// The last lines, oldest first.
    String text() {
        return String.join("\n", last);
    }
}
