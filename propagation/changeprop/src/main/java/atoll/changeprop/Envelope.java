package atoll.changeprop;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.wire.Decoder;
import atoll.base.wire.Encoder;
import atoll.log.Header;
import atoll.log.LogRecord;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the intake adds to an event. It is kept in a header beside the producer's bytes, never inside them, because the
/// bytes are signed.
///
/// A record without an envelope (written by another intake, or mirrored) is as good: its timestamp is the receive time.
///
/// @param received when the intake took the event
/// @param filledId the id given to an event that had no `meta.id`
public record Envelope(Instant received, @Nullable String filledId) {
    /// Name of the header. Its value: `u8 version = 1 | fixed64 received | optional string filledId`.
    public static final String HEADER = "envelope";

    private static final int VERSION = 1;

    public List<Header> asHeaders() {
        Encoder to = new Encoder(16);
        to.u8(VERSION).instant(received).optionalString(filledId);
        return List.of(new Header(HEADER, to.toBytes()));
    }

    public static Envelope of(LogRecord record) {
        byte[] header = record.header(HEADER);
        if (header == null) {
            return new Envelope(Instant.ofEpochMilli(record.timestampMillis()), null);
        }
        Decoder from = new Decoder(header);
        int version = from.u8();
        if (version != VERSION) {
            throw new AtollException(
                    ErrorKind.INTERNAL,
                    "envelope format " + version + " is not known (this program reads " + VERSION
                            + "): use a newer Atoll");
        }
        return new Envelope(from.instant(), from.optionalString());
    }
}
