package atoll.log.embedded.disk;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.log.Header;
import atoll.log.LogRecord;
import atoll.log.NewRecord;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// One record as it lies in the journal and in a segment. Big-endian:
///
/// ```
/// length i32 | crc i32 | offset i64 | payload
///                                     timestamp i64 | key length i32, -1 if none | key
///                                     | headers u16 | (name length u16 | name | value length i32 | value)* | value
/// ```
///
/// `length` and `crc` (CRC32C) are those of the payload, so that they are known before the offset is; a wrong offset
/// shows because offsets follow each other.
public final class RecordFrame {
    static final int HEADER = 16;
    static final int MAX_PAYLOAD = 16 << 20;
    private static final int MAX_HEADERS = 1024;
    private static final int MAX_NAME = 1024;
    private static final int FIXED = 8 + 4 + 2;
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private RecordFrame() {}

    /// The frame's size, or more where header names are not ASCII.
    public static int sizeAtMost(NewRecord record) {
        long size = HEADER + FIXED + (long) record.value().length;
        byte @Nullable [] key = record.key();
        if (key != null) {
            size += key.length;
        }
        if (record.headers().size() > MAX_HEADERS) {
            throw invalid("a record for '" + record.to() + "' has "
                    + record.headers().size() + " headers: at most " + MAX_HEADERS + " are allowed");
        }
        for (Header header : record.headers()) {
            if (header.name().length() > MAX_NAME) {
                throw invalid("a header name of a record for '" + record.to() + "' has "
                        + header.name().length() + " characters: at most " + MAX_NAME + " are allowed");
            }
            size += 6 + 3L * header.name().length() + header.value().length;
        }
        if (size > MAX_PAYLOAD + HEADER) {
            throw new AtollException(
                    ErrorKind.TOO_LARGE,
                    "a record for '" + record.to() + "' has " + size + " bytes: at most " + MAX_PAYLOAD
                            + " are allowed; store large values elsewhere and append a reference");
        }
        return (int) size;
    }

    /// Appends the frame, without its offset, at the position of the buffer, which wraps the bytes.
    public static void encode(NewRecord record, byte[] bytes, ByteBuffer into) {
        int start = into.position();
        into.position(start + HEADER);
        into.putLong(record.timestampMillis());
        byte @Nullable [] key = record.key();
        if (key == null) {
            into.putInt(-1);
        } else {
            into.putInt(key.length).put(key);
        }
        into.putShort((short) record.headers().size());
        for (Header header : record.headers()) {
            byte[] name = header.name().getBytes(StandardCharsets.UTF_8);
            into.putShort((short) name.length).put(name);
            into.putInt(header.value().length).put(header.value());
        }
        into.put(record.value());
        int length = into.position() - start - HEADER;
        into.putInt(start, length);
        into.putInt(start + 4, crc(bytes, start + HEADER, length));
    }

    public static int crc(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }

    static int length(byte[] bytes, int at) {
        return (int) INT.get(bytes, at);
    }

    /// Bytes from this frame to the next.
    public static int size(byte[] bytes, int at) {
        return HEADER + length(bytes, at);
    }

    static boolean hasPlausibleLength(byte[] bytes, int at) {
        int length = length(bytes, at);
        return length >= FIXED && length <= MAX_PAYLOAD;
    }

    static boolean isIntact(byte[] bytes, int at) {
        return (int) INT.get(bytes, at + 4) == crc(bytes, at + HEADER, length(bytes, at));
    }

    public static long offset(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at + 8);
    }

    public static void putOffset(byte[] bytes, int at, long offset) {
        LONG.set(bytes, at + 8, offset);
    }

    public static long timestamp(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at + HEADER);
    }

    /// Decodes a frame whose CRC was right when it was read or written.
    public static LogRecord decode(byte[] bytes, int at) {
        int end = at + size(bytes, at);
        int position = at + HEADER + 8;
        int keyLength = (int) INT.get(bytes, position);
        position += 4;
        byte @Nullable [] key = null;
        if (keyLength >= 0) {
            key = Arrays.copyOfRange(bytes, position, position + keyLength);
            position += keyLength;
        }
        int count = u16(bytes, position);
        position += 2;
        List<Header> headers = count == 0 ? List.of() : new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int nameLength = u16(bytes, position);
            String name = new String(bytes, position + 2, nameLength, StandardCharsets.UTF_8);
            position += 2 + nameLength;
            int valueLength = (int) INT.get(bytes, position);
            position += 4;
            headers.add(new Header(name, Arrays.copyOfRange(bytes, position, position + valueLength)));
            position += valueLength;
        }
        return new LogRecord(
                offset(bytes, at), timestamp(bytes, at), key, headers, Arrays.copyOfRange(bytes, position, end));
    }

    private static int u16(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF;
    }

    private static AtollException invalid(String message) {
        return new AtollException(ErrorKind.INVALID, message);
    }
}
