package atoll.work.queue;

import atoll.base.error.Check;
import atoll.work.ledger.state.LaneKey;
import atoll.work.ledger.state.Ready;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// One wiki's ready deliveries of one type of one rule, in order.
///
/// Only a window is in memory: every place up to [#known] is in it, every later one is in the index alone and is read
/// when the window is used up.
public final class Lane {
    private static final int WINDOW = 256;

    private final int partition;
    private final LaneKey key;
    private final TreeSet<Ready> window = new TreeSet<>();
    private Ready known = Ready.START;
    private long size;
    private boolean isQueued;
    private @Nullable String waitsFor;
    private @Nullable Bound parkedAt;
    private @Nullable Bound cameBackFor;
    /// How long its attempts take, and what that leaves it of its turns; see [Rotation].
    final RunTime runTime = new RunTime();

    double credit;
    /// Its turn has begun and is not over.
    boolean hasTurn;
    /// In this turn it has gone at least once.
    boolean hasGone;

    Lane(int partition, LaneKey key) {
        this.partition = partition;
        this.key = key;
    }

    public int partition() {
        return partition;
    }

    public LaneKey key() {
        return key;
    }

    /// Ready deliveries, also those that are not in memory.
    public long size() {
        return size;
    }

    /// Why nothing of it may be claimed at present, or null.
    public @Nullable String waitsFor() {
        return parkedAt == null ? waitsFor : parkedAt.reason();
    }

    void waitFor(@Nullable String reason) {
        waitsFor = reason;
    }

    /// Nothing of it may be claimed before the bound has room.
    void park(@Nullable Bound at) {
        parkedAt = at;
    }

    /// It is here because the bound has room.
    void cameBackFor(Bound bound) {
        cameBackFor = bound;
    }

    boolean isBackFor(Bound bound) {
        return bound.equals(cameBackFor);
    }

    /// The bound whose room it did not use, if it came back for one. Asking once is enough.
    @Nullable
    Bound passOn() {
        Bound unused = cameBackFor;
        cameBackFor = null;
        return unused;
    }

    boolean isQueued() {
        return isQueued;
    }

    void queued(boolean now) {
        isQueued = now;
    }

    /// There are this many in the index, none of them known by place.
    void startWith(long inIndex) {
        size = inIndex;
    }

    void add(Ready place) {
        boolean complete = size == window.size();
        size++;
        if (place.compareTo(known) <= 0) {
            window.add(place);
        } else if (complete && window.size() < WINDOW) {
            window.add(place);
            known = place;
        }
    }

    void remove(Ready place) {
        size--;
        window.remove(place);
        Check.state(size >= window.size(), "a lane of " + size + " with " + window.size() + " in memory: " + key);
    }

    /// The place whose turn it is; the lane must not be empty.
    public Ready first(LaneSource source) {
        if (window.isEmpty()) {
            for (Ready place : source.readyOf(this, known, WINDOW)) {
                window.add(place);
                known = place;
            }
            Check.state(!window.isEmpty(), "a lane of " + size + " of which the index knows none: " + key);
        }
        return window.first();
    }
}
