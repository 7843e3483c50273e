package atoll.log;

/// A named value beside a record's bytes.
@SuppressWarnings("ArrayRecordComponent") // identity is never used; the bytes are not copied for speed
public record Header(String name, byte[] value) {}
