package atoll.work.ledger.state;

import atoll.base.wire.Decoder;
import atoll.base.wire.Encoder;
import java.util.EnumMap;
import java.util.Map;

/// How many deliveries are in each state. Final states only grow.
public final class Counts {
    private final long[] byState = new long[State.CODES];

    void add(State state, long change) {
        byState[state.code()] += change;
    }

    /// Adds those of another kind of deliveries.
    public void add(Counts others) {
        for (int code = 0; code < byState.length; code++) {
            byState[code] += others.byState[code];
        }
    }

    /// Sets all final states; one that is not named has none.
    void restateEnded(Map<State, Long> ended) {
        for (State state : State.values()) {
            if (state.isFinal()) {
                byState[state.code()] = ended.getOrDefault(state, 0L);
            }
        }
    }

    /// Final states that hold some.
    public Map<State, Long> ended() {
        Map<State, Long> ended = asMap();
        ended.keySet().removeIf(state -> !state.isFinal());
        return ended;
    }

    public long of(State state) {
        return byState[state.code()];
    }

    /// A copy, without the states that hold none.
    public Map<State, Long> asMap() {
        Map<State, Long> map = new EnumMap<>(State.class);
        for (State state : State.values()) {
            if (of(state) != 0) {
                map.put(state, of(state));
            }
        }
        return map;
    }

    byte[] encode() {
        Encoder to = new Encoder(32);
        for (State state : State.values()) {
            if (of(state) != 0) {
                to.u8(state.code()).number(of(state));
            }
        }
        return to.toBytes();
    }

    static Counts decode(byte[] bytes) {
        Counts counts = new Counts();
        Decoder from = new Decoder(bytes);
        while (from.hasMore()) {
            State state = State.ofCode(from.u8());
            counts.byState[state.code()] = from.number();
        }
        return counts;
    }
}
