package atoll.log;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A record to be appended.
///
/// @param timestampMillis the record's time in milliseconds since 1970, given by the producer
/// @param key decides nothing in the log; consumers may compact by it
/// @param value stored and returned byte for byte
@SuppressWarnings("ArrayRecordComponent") // identity is never used; the bytes are not copied for speed
public record NewRecord(
        TopicPartition to, long timestampMillis, byte @Nullable [] key, List<Header> headers, byte[] value) {}
