package atoll.changeprop.intake;

import atoll.log.Appending;
import java.util.ArrayDeque;
import java.util.Iterator;

/// Appends of ordinary events that their producer got no success for in time, and that wait for the disk all the same.
///
/// Such a request gives its memory back to the budget, but its events still stand in the log's queue, before all that
/// comes later. While they are many, further ordinary events are refused, so that a flood on a slow disk fills the
/// queue
/// of the log no further than the budget and this bound, and jobs and purges get in. Safe for use by many threads.
final class OverdueAppends {
    private record Overdue(Appending append, long bytes) {}

    private final long mostBytes;
    private final int mostAppends;
    private final ArrayDeque<Overdue> waiting = new ArrayDeque<>(); // guarded by this
    private long bytes; // guarded by this

    OverdueAppends(long mostBytes, int mostAppends) {
        this.mostBytes = mostBytes;
        this.mostAppends = mostAppends;
    }

    /// Nothing waits any more, or not much.
    synchronized boolean hasRoom() {
        if (bytes < mostBytes && waiting.size() < mostAppends) {
            return true;
        }
        for (Iterator<Overdue> each = waiting.iterator(); each.hasNext(); ) {
            Overdue overdue = each.next();
            if (overdue.append.isDone()) {
                bytes -= overdue.bytes;
                each.remove();
            }
        }
        return bytes < mostBytes && waiting.size() < mostAppends;
    }

    synchronized void add(Appending append, long size) {
        waiting.add(new Overdue(append, size));
        bytes += size;
    }
}
