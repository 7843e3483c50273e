package atoll.log.embedded.core;

import java.util.List;

/// The newest runs of one partition in memory, oldest first, without gaps. Guarded by the state's lock.
final class Tail {
    private Run[] runs = new Run[4];
    private int first;
    private int count;

    boolean isEmpty() {
        return count == 0;
    }

    Run get(int index) {
        return runs[(first + index) & (runs.length - 1)];
    }

    int count() {
        return count;
    }

    void add(Run run) {
        if (count == runs.length) {
            Run[] larger = new Run[runs.length * 2];
            for (int i = 0; i < count; i++) {
                larger[i] = get(i);
            }
            runs = larger;
            first = 0;
        }
        runs[(first + count) & (runs.length - 1)] = run;
        count++;
    }

    @SuppressWarnings("NullAway") // a free place holds no run, so that the dropped one can be collected
    Run removeFirst() {
        Run run = runs[first];
        runs[first] = null;
        first = (first + 1) & (runs.length - 1);
        count--;
        return run;
    }

    /// Index of the run that holds the offset; the offset must be in the tail.
    int find(long offset) {
        int low = 0;
        int high = count - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (get(middle).base() <= offset) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /// Adds the runs from the one holding the offset on, until about as many bytes or records are reached.
    void collect(long offset, int maxRecords, long maxBytes, List<Run> into) {
        long bytes = 0;
        long records = 0;
        for (int i = find(offset); i < count && records < maxRecords && bytes < maxBytes; i++) {
            Run run = get(i);
            into.add(run);
            boolean partly = run.base() < offset;
            bytes += partly ? 0 : run.size();
            records += partly ? run.end() - offset : run.count;
        }
    }
}
