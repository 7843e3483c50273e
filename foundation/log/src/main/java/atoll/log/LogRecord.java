package atoll.log;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A record as read.
@SuppressWarnings("ArrayRecordComponent") // identity is never used; the bytes are not copied for speed
public record LogRecord(long offset, long timestampMillis, byte @Nullable [] key, List<Header> headers, byte[] value) {

    /// The value of the first header with this name.
    public byte @Nullable [] header(String name) {
        for (Header header : headers) {
            if (header.name().equals(name)) {
                return header.value();
            }
        }
        return null;
    }
}
