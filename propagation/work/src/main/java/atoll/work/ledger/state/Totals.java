package atoll.work.ledger.state;

import atoll.base.wire.Decoder;
import atoll.base.wire.Encoder;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// What a fold cannot learn from the deliveries it finds, because older records are trimmed: restated as it was after
/// the decisions of the batch it is in.
///
/// ```text
/// number count | count × (string topic | string rule | string type | string wiki | bytes counts)
/// number count | count × (string rule | string wiki | instant until)
/// ```
///
/// @param ended how many deliveries ended in each final state; the others are counted when they are restated
/// @param pauses the recorded pauses
public record Totals(Map<CountKey, Map<State, Long>> ended, Map<PauseKey, Instant> pauses) {

    void write(Encoder to) {
        to.number(ended.size());
        ended.forEach((key, counts) -> {
            to.string(key.topic()).string(key.rule()).string(key.type()).string(key.wiki());
            to.number(counts.size());
            counts.forEach((state, count) -> to.u8(state.code()).number(count));
        });
        to.number(pauses.size());
        pauses.forEach((key, until) -> to.string(key.rule()).string(key.wiki()).instant(until));
    }

    static Totals read(Decoder from) {
        Map<CountKey, Map<State, Long>> ended = new HashMap<>();
        for (int left = from.count(); left > 0; left--) {
            CountKey key = new CountKey(from.string(), from.string(), from.string(), from.string());
            Map<State, Long> counts = new HashMap<>();
            for (int states = from.count(); states > 0; states--) {
                counts.put(State.recorded(from.u8()), from.number());
            }
            ended.put(key, counts);
        }
        Map<PauseKey, Instant> pauses = new HashMap<>();
        for (int left = from.count(); left > 0; left--) {
            pauses.put(new PauseKey(from.string(), from.string()), from.instant());
        }
        return new Totals(ended, pauses);
    }
}
