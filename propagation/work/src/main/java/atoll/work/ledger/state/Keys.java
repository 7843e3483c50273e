package atoll.work.ledger.state;

import atoll.work.LimitKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Keys of the view. All begin with the partition (u16), so that partitions share one index and leave it as a range.
///
/// ```text
/// m                                             watermark: ledger offset the view stands for, deliveries consumed
/// e <offset>                                    the delivery with all that was decided
/// i <event id> 0 <rule> 0 <wiki>                offset of the first delivery of that event
/// s <rule> 0 <wiki> 0 <type> 0 <dedup key>      last start of a finished twin, offset of the newest waiting twin
/// r <rule> 0 <wiki> 0 <signature>               newest root
/// q <rule> 0 <type> 0 <wiki> 0 <order><offset>  ready deliveries of a lane, in order
/// w <due><offset>                               deliveries waiting for a time
/// c <offset>                                    claimed
/// b <ledger offset><offset>                     carried, by the record it was last carried in
/// d <offset>                                    dead
/// n <topic> 0 <rule> 0 <type> 0 <wiki>          how many are in each state
/// l <limiter> 0 <wiki> 0 <key>                  failures a limiter has counted lately
/// p <scope> 0 <rule or nothing> 0 <wiki>        paused until
/// ```
///
/// Numbers are big-endian, so that byte order is numeric order.
final class Keys {
    static final byte[] NOTHING = {};

    private final byte[] prefix;

    Keys(int partition) {
        prefix = new byte[] {(byte) (partition >>> 8), (byte) partition};
    }

    byte[] watermark() {
        return key('m', 0);
    }

    byte[] entry(long offset) {
        return number('e', offset);
    }

    byte[] event(String eventId, String rule, String wiki) {
        return text('i', eventId, rule, wiki);
    }

    /// Everything known of one event id.
    byte[] eventFrom(String eventId) {
        return withZero(text('i', eventId));
    }

    byte[] twin(String rule, String wiki, String type, String dedupKey) {
        return text('s', rule, wiki, type, dedupKey);
    }

    byte[] root(String rule, String wiki, String signature) {
        return text('r', rule, wiki, signature);
    }

    byte[] ready(LaneKey lane, long order, long offset) {
        byte[] start = lanePrefix(lane);
        byte[] key = Arrays.copyOf(start, start.length + 16);
        putLong(key, start.length, order);
        putLong(key, start.length + 8, offset);
        return key;
    }

    byte[] lanePrefix(LaneKey lane) {
        return withZero(text('q', lane.rule(), lane.type(), lane.wiki()));
    }

    byte[] waiting(long dueMillis, long offset) {
        byte[] key = key('w', 16);
        putLong(key, 3, dueMillis);
        putLong(key, 11, offset);
        return key;
    }

    byte[] claimed(long offset) {
        return number('c', offset);
    }

    byte[] carried(long ledgerOffset, long offset) {
        byte[] key = key('b', 16);
        putLong(key, 3, ledgerOffset);
        putLong(key, 11, offset);
        return key;
    }

    byte[] dead(long offset) {
        return number('d', offset);
    }

    byte[] counts(CountKey counted) {
        return text('n', counted.topic(), counted.rule(), counted.type(), counted.wiki());
    }

    byte[] failures(String wiki, LimitKey limit) {
        return text('l', limit.limiter(), wiki, limit.key());
    }

    byte[] pause(String rule, String wiki) {
        return text('p', rule, wiki);
    }

    byte[] from(char kind) {
        return key(kind, 0);
    }

    byte[] to(char kind) {
        return key((char) (kind + 1), 0);
    }

    byte[] partitionFrom() {
        return prefix.clone();
    }

    byte[] partitionTo() {
        byte[] to = prefix.clone();
        to[1]++;
        if (to[1] == 0) {
            to[0]++;
        }
        return to;
    }

    /// Kinds that are walked in order step by step.
    static boolean isWalked(byte[] key) {
        return "qwcdb".indexOf(key[2]) >= 0;
    }

    /// The number in a key of one letter and one number.
    static long numberIn(byte[] key) {
        return longAt(key, 3);
    }

    static long dueIn(byte[] waitingKey) {
        return longAt(waitingKey, 3);
    }

    static long lastNumberIn(byte[] key) {
        return longAt(key, key.length - 8);
    }

    static long orderIn(byte[] readyKey) {
        return longAt(readyKey, readyKey.length - 16);
    }

    /// The texts of a key made of texts.
    static String[] textsIn(byte[] key) {
        String[] texts = new String(key, 3, key.length - 3, StandardCharsets.UTF_8).split("\0", -1);
        for (int i = 0; i < texts.length; i++) {
            texts[i] = texts[i].replace("\u00010", "\0").replace("\u00011", "\u0001");
        }
        return texts;
    }

    static long longAt(byte[] bytes, int at) {
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = value << 8 | bytes[at + i] & 0xFF;
        }
        return value;
    }

    static void putLong(byte[] bytes, int at, long value) {
        for (int i = 0; i < 8; i++) {
            bytes[at + i] = (byte) (value >>> (56 - 8 * i));
        }
    }

    static byte[] ofLong(long value) {
        byte[] bytes = new byte[8];
        putLong(bytes, 0, value);
        return bytes;
    }

    private byte[] number(char kind, long value) {
        byte[] key = key(kind, 8);
        putLong(key, 3, value);
        return key;
    }

    private byte[] text(char kind, String... parts) {
        byte[] joined = joined(parts).getBytes(StandardCharsets.UTF_8);
        byte[] key = key(kind, joined.length);
        System.arraycopy(joined, 0, key, 3, joined.length);
        return key;
    }

    /// The zero separates; one inside a part (ids come from outside) is escaped, so that no two lists of parts are
    /// equal.
    private static String joined(String[] parts) {
        for (int i = 0; i < parts.length; i++) {
            if (parts[i].indexOf('\0') >= 0 || parts[i].indexOf('\u0001') >= 0) {
                parts[i] = parts[i].replace("\u0001", "\u00011").replace("\0", "\u00010");
            }
        }
        return String.join("\0", parts);
    }

    private byte[] key(char kind, int more) {
        byte[] key = new byte[3 + more];
        key[0] = prefix[0];
        key[1] = prefix[1];
        key[2] = (byte) kind;
        return key;
    }

    private static byte[] withZero(byte[] key) {
        return Arrays.copyOf(key, key.length + 1);
    }
}
