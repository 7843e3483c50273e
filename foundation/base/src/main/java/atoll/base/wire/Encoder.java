package atoll.base.wire;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Writes values into a growing byte array. Counterpart of [Decoder]. Not thread-safe.
///
/// Numbers that are usually small are unsigned LEB128; strings are UTF-8 with a length before them; an absent optional
/// value is the length zero, a present one its length plus one.
public final class Encoder {
    private byte[] bytes;
    private int size;

    public Encoder() {
        this(256);
    }

    public Encoder(int capacity) {
        bytes = new byte[Math.max(16, capacity)];
    }

    public int size() {
        return size;
    }

    public Encoder u8(int value) {
        ensure(1);
        bytes[size++] = (byte) value;
        return this;
    }

    public Encoder fixed64(long value) {
        ensure(8);
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes[size++] = (byte) (value >>> shift);
        }
        return this;
    }

    /// An unsigned number; a negative one takes ten bytes.
    public Encoder number(long value) {
        ensure(10);
        long left = value;
        while ((left & ~0x7FL) != 0) {
            bytes[size++] = (byte) (left & 0x7F | 0x80);
            left >>>= 7;
        }
        bytes[size++] = (byte) left;
        return this;
    }

    /// Milliseconds since 1970.
    public Encoder instant(Instant value) {
        return fixed64(value.toEpochMilli());
    }

    public Encoder optionalInstant(@Nullable Instant value) {
        return fixed64(value == null ? Long.MIN_VALUE : value.toEpochMilli());
    }

    public Encoder bytes(byte[] value) {
        number(value.length);
        return raw(value);
    }

    /// The bytes alone, without a length.
    public Encoder raw(byte[] value) {
        ensure(value.length);
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
        return this;
    }

    public Encoder string(String value) {
        return bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    public Encoder optionalString(@Nullable String value) {
        if (value == null) {
            return number(0);
        }
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        number(utf8.length + 1L);
        return raw(utf8);
    }

    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    private void ensure(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
