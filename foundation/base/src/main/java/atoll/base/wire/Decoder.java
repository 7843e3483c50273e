package atoll.base.wire;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads what an [Encoder] wrote. Every length is checked against what is left, so damaged input ends in an
/// [AtollException], never in a huge allocation. Not thread-safe.
public final class Decoder {
    private final byte[] bytes;
    private final int end;
    private int position;

    public Decoder(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    public Decoder(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.position = from;
        this.end = to;
    }

    public boolean hasMore() {
        return position < end;
    }

    public int position() {
        return position;
    }

    public int u8() {
        need(1);
        return bytes[position++] & 0xFF;
    }

    public long fixed64() {
        need(8);
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = value << 8 | bytes[position++] & 0xFF;
        }
        return value;
    }

    public long number() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = u8();
            value |= (long) (next & 0x7F) << shift;
            if ((next & 0x80) == 0) {
                return value;
            }
        }
        throw damaged("a number longer than 10 bytes");
    }

    public int count() {
        long value = number();
        if (value < 0 || value > end - position) {
            throw damaged("a length of " + value + " with " + (end - position) + " bytes left");
        }
        return (int) value;
    }

    public Instant instant() {
        return Instant.ofEpochMilli(fixed64());
    }

    public @Nullable Instant optionalInstant() {
        long millis = fixed64();
        return millis == Long.MIN_VALUE ? null : Instant.ofEpochMilli(millis);
    }

    public byte[] bytes() {
        return raw(count());
    }

    public byte[] raw(int length) {
        need(length);
        byte[] value = Arrays.copyOfRange(bytes, position, position + length);
        position += length;
        return value;
    }

    public String string() {
        int length = count();
        String value = new String(bytes, position, length, StandardCharsets.UTF_8);
        position += length;
        return value;
    }

    public @Nullable String optionalString() {
        long length = number();
        if (length == 0) {
            return null;
        }
        if (length < 0 || length - 1 > end - position) {
            throw damaged("a string of " + (length - 1) + " bytes with " + (end - position) + " left");
        }
        String value = new String(bytes, position, (int) length - 1, StandardCharsets.UTF_8);
        position += (int) length - 1;
        return value;
    }

    private void need(int length) {
        if (length < 0 || end - position < length) {
            throw damaged("needs " + length + " bytes, " + (end - position) + " are left");
        }
    }

    private AtollException damaged(String what) {
        return new AtollException(ErrorKind.INTERNAL, "damaged record at byte " + position + ": " + what);
    }
}
