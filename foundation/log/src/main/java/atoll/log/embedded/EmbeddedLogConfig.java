package atoll.log.embedded;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import java.time.Duration;

/// Static settings of the embedded log.
///
/// @param sync false acknowledges appends before they are on disk: a machine that loses power loses the newest of them
///     (a killed process does not); much faster on slow disks
/// @param segmentBytes a partition's segment file is closed and a new one begun at this size
/// @param journalBytes a checkpoint is taken when the journal has grown to this size; bounds the time of a restart
/// @param checkpointEvery a checkpoint is taken at the latest after this time if anything was appended
/// @param tailBytes memory that holds the newest records, for readers that follow closely
/// @param waitingAppends appends that may wait for the disk before further ones are refused
/// @param waitingBytes bytes of appends that may wait for the disk before further ones are refused
/// @param openFiles segment files kept open for reading, and again as many for writing
public record EmbeddedLogConfig(
        boolean sync,
        int segmentBytes,
        long journalBytes,
        Duration checkpointEvery,
        long tailBytes,
        int waitingAppends,
        long waitingBytes,
        int openFiles) {
    public static final EmbeddedLogConfig DEFAULTS =
            new EmbeddedLogConfig(true, 64 << 20, 64L << 20, Duration.ofMinutes(1), 32L << 20, 50_000, 128L << 20, 128);

    public EmbeddedLogConfig {
        atLeast("segment-bytes", segmentBytes, 1024);
        atLeast("journal-bytes", journalBytes, 1024);
        atLeast("checkpoint-every", checkpointEvery.toMillis(), 1);
        atLeast("tail-bytes", tailBytes, 0);
        atLeast("waiting-appends", waitingAppends, 1);
        atLeast("waiting-bytes", waitingBytes, 1024);
        atLeast("open-files", openFiles, 1);
        if (segmentBytes > 1 << 30) {
            throw new AtollException(
                    ErrorKind.INVALID, "segment-bytes is '" + segmentBytes + "': must be at most " + (1 << 30));
        }
    }

    private static void atLeast(String name, long value, long least) {
        if (value < least) {
            throw new AtollException(ErrorKind.INVALID, name + " is '" + value + "': must be at least " + least);
        }
    }
}
