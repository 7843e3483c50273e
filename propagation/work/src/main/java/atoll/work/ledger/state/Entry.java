package atoll.work.ledger.state;

import atoll.base.wire.Decoder;
import atoll.base.wire.Encoder;
import atoll.work.Delivery;
import atoll.work.DeliveryCodec;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A delivery with everything decided about it. Changed only by [LedgerState].
public final class Entry {
    public static final long NOT_CARRIED = -1;
    private static final int VERSION = 1;

    private final long offset;
    private final Delivery delivery;
    /// The ledger record that restates it, if it was carried.
    public long carriedIn = NOT_CARRIED;

    long ledgerOffset;
    State state = State.NEW;
    long order;

    @Nullable
    Instant dueAt;

    int attempts;
    int claims;
    int interruptions;

    @Nullable
    Instant claimedAt;

    @Nullable
    Instant leaseUntil;

    @Nullable
    Instant changedAt;

    @Nullable
    Instant carriedAt;

    Timeline timeline = new Timeline();
    /// The event's bytes while they are kept in memory; never part of the view.
    byte @Nullable [] event;

    Entry(long offset, Delivery delivery) {
        this.offset = offset;
        this.delivery = delivery;
        this.order = offset;
    }

    public long offset() {
        return offset;
    }

    public Delivery delivery() {
        return delivery;
    }

    public State state() {
        return state;
    }

    /// Place in its lane: smaller is earlier.
    public long order() {
        return order;
    }

    public @Nullable Instant dueAt() {
        return dueAt;
    }

    /// Failed attempts that count against the rule's limit.
    public int attempts() {
        return attempts;
    }

    /// How often it was claimed, charged or not.
    public int claims() {
        return claims;
    }

    public int interruptions() {
        return interruptions;
    }

    public @Nullable Instant claimedAt() {
        return claimedAt;
    }

    public @Nullable Instant leaseUntil() {
        return leaseUntil;
    }

    public @Nullable Instant changedAt() {
        return changedAt;
    }

    /// When it was last carried into a newer ledger record, if it was.
    public @Nullable Instant carriedAt() {
        return carriedAt;
    }

    /// The ledger record that restates it, or [#NOT_CARRIED].
    public long carriedIn() {
        return carriedIn;
    }

    /// The ledger record that admitted it.
    public long ledgerOffset() {
        return ledgerOffset;
    }

    /// The event's bytes if they are in memory.
    public byte @Nullable [] keptEvent() {
        return event;
    }

    public Timeline timeline() {
        return timeline;
    }

    byte[] encode() {
        Encoder to = new Encoder(384);
        to.u8(VERSION);
        write(to);
        return to.toBytes();
    }

    /// Without a version: that of what it is part of counts.
    void write(Encoder to) {
        DeliveryCodec.write(delivery, to);
        to.number(carriedIn + 1)
                .number(ledgerOffset)
                .u8(state.code())
                .number(order)
                .optionalInstant(dueAt)
                .number(attempts)
                .number(claims)
                .number(interruptions)
                .optionalInstant(claimedAt)
                .optionalInstant(leaseUntil)
                .optionalInstant(changedAt)
                .optionalInstant(carriedAt);
        timeline.write(to);
    }

    static Entry decode(long offset, byte[] bytes) {
        Decoder from = new Decoder(bytes);
        int version = from.u8();
        if (version != VERSION) {
            throw new ViewOutdated("entry format " + version + ", this program writes " + VERSION);
        }
        return read(offset, from);
    }

    static Entry read(long offset, Decoder from) {
        Entry entry = new Entry(offset, DeliveryCodec.read(from));
        entry.carriedIn = from.number() - 1;
        entry.ledgerOffset = from.number();
        entry.state = State.ofCode(from.u8());
        entry.order = from.number();
        entry.dueAt = from.optionalInstant();
        entry.attempts = (int) from.number();
        entry.claims = (int) from.number();
        entry.interruptions = (int) from.number();
        entry.claimedAt = from.optionalInstant();
        entry.leaseUntil = from.optionalInstant();
        entry.changedAt = from.optionalInstant();
        entry.carriedAt = from.optionalInstant();
        entry.timeline = Timeline.read(from);
        return entry;
    }
}
