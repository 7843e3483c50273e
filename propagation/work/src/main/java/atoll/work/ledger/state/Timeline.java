package atoll.work.ledger.state;

import atoll.base.wire.Decoder;
import atoll.base.wire.Encoder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What happened to one delivery, in order. Bounded: in a long history the middle is left out and said so.
public final class Timeline {
    private static final int KEPT = 40;
    private static final int KEPT_AT_START = 8;

    private final List<Moment> moments = new ArrayList<>(4);
    private int leftOut;

    /// One thing that happened.
    ///
    /// @param status HTTP status or exit code, 0 where none applies
    public record Moment(Instant at, String what, int status, String detail) {}

    void add(Instant at, String what, int status, String detail) {
        moments.add(new Moment(at, what, status, detail));
        if (moments.size() > KEPT) {
            moments.remove(KEPT_AT_START);
            leftOut++;
        }
    }

    public List<Moment> moments() {
        return List.copyOf(moments);
    }

    /// How many moments after the first eight were left out.
    public int leftOut() {
        return leftOut;
    }

    void write(Encoder to) {
        to.number(leftOut).number(moments.size());
        for (Moment moment : moments) {
            to.instant(moment.at).string(moment.what).number(moment.status).string(moment.detail);
        }
    }

    static Timeline read(Decoder from) {
        Timeline timeline = new Timeline();
        timeline.leftOut = (int) from.number();
        int count = from.count();
        for (int i = 0; i < count; i++) {
            timeline.moments.add(new Moment(from.instant(), from.string(), (int) from.number(), from.string()));
        }
        return timeline;
    }
}
