package atoll.work.ledger.state;

import atoll.base.wire.Decoder;
import atoll.base.wire.Encoder;
import atoll.work.Limiter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The failures one limiter has counted under one key lately: how many at which moments. Immutable.
///
/// A failure counts as of the end of the piece of time it fell into, so never too short. Bounded: if there are too many
/// moments, the oldest two become one, which then counts longer.
///
/// @param lastMillis when the last one was
/// @param moments oldest first
public record Failures(long lastMillis, List<Moment> moments) {
    static final Failures NONE = new Failures(Long.MIN_VALUE, List.of());
    private static final int MOST_MOMENTS = 256;

    /// @param endMillis end of the piece of time
    record Moment(long endMillis, long count) {}

    public Failures {
        moments = List.copyOf(moments);
    }

    /// With one more.
    ///
    /// @param precision length of a piece
    /// @param horizon what is older does not matter any more
    Failures plus(Instant at, Duration precision, Duration horizon) {
        long now = at.toEpochMilli();
        long piece = precision.toMillis();
        long end = Math.floorDiv(now, piece) * piece + piece;
        List<Moment> kept = new ArrayList<>(moments.size() + 1);
        for (Moment moment : moments) {
            if (moment.endMillis + horizon.toMillis() > now) {
                kept.add(moment);
            }
        }
        Moment newest = kept.isEmpty() ? null : kept.getLast();
        if (newest != null && newest.endMillis >= end) {
            kept.set(kept.size() - 1, new Moment(newest.endMillis, newest.count + 1));
        } else {
            kept.add(new Moment(end, 1));
        }
        if (kept.size() > MOST_MOMENTS) {
            Moment oldest = kept.removeFirst();
            Moment second = kept.getFirst();
            kept.set(0, new Moment(second.endMillis, oldest.count + second.count));
        }
        return new Failures(Math.max(lastMillis, now), kept);
    }

    /// When the window has room again; null if it has now.
    @Nullable
    public Instant fullUntil(Limiter.Window window, Instant now) {
        long interval = window.interval().toMillis();
        long counted = 0;
        for (Moment moment : moments) {
            if (moment.endMillis + interval > now.toEpochMilli()) {
                counted += moment.count;
            }
        }
        if (counted < window.limit()) {
            return null;
        }
        long until = now.toEpochMilli();
        for (Moment moment : moments) {
            long over = moment.endMillis + interval;
            if (over > now.toEpochMilli() && counted >= window.limit()) {
                counted -= moment.count;
                until = over;
            }
        }
        return Instant.ofEpochMilli(until);
    }

    byte[] encode() {
        Encoder to = new Encoder(16 + moments.size() * 10);
        to.fixed64(lastMillis).number(moments.size());
        for (Moment moment : moments) {
            to.fixed64(moment.endMillis).number(moment.count);
        }
        return to.toBytes();
    }

    static Failures decode(byte[] bytes) {
        Decoder from = new Decoder(bytes);
        long last = from.fixed64();
        int count = from.count();
        List<Moment> moments = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            moments.add(new Moment(from.fixed64(), from.number()));
        }
        return new Failures(last, moments);
    }
}
