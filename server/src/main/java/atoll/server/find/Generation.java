package atoll.server.find;

import atoll.base.wire.Decoder;
import atoll.base.wire.Encoder;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// Records that were read one after another, whose terms go together.
///
/// ```text
/// instant begun | number records | number count | count × (number topic | number partition | number last offset)
/// ```
///
/// @param begun when its first record was read
/// @param records how many there are of it
/// @param last by topic number and partition, the offset of its last record
record Generation(int number, Instant begun, long records, Map<Spot, Long> last) {

    /// A partition of a topic by its number.
    record Spot(int topic, int partition) {}

    static Generation first(int number, Instant begun) {
        return new Generation(number, begun, 0, Map.of());
    }

    Generation plus(long more, Map<Spot, Long> newLast) {
        Map<Spot, Long> all = new HashMap<>(last);
        all.putAll(newLast);
        return new Generation(number, begun, records + more, all);
    }

    byte[] encode() {
        Encoder to = new Encoder(16 + 12 * last.size());
        to.instant(begun).number(records).number(last.size());
        last.forEach(
                (spot, offset) -> to.number(spot.topic).number(spot.partition).number(offset));
        return to.toBytes();
    }

    static Generation decode(int number, byte[] bytes) {
        Decoder from = new Decoder(bytes);
        Instant begun = from.instant();
        long records = from.number();
        Map<Spot, Long> last = new HashMap<>();
        for (int left = from.count(); left > 0; left--) {
            last.put(new Spot((int) from.number(), (int) from.number()), from.number());
        }
        return new Generation(number, begun, records, last);
    }
}
