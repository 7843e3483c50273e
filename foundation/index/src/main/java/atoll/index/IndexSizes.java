package atoll.index;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;

/// Memory and file handles one [RocksIndex] may take: at most `writeBufferBytes × writeBuffers + blockCacheBytes` and
/// about a tenth for bookkeeping.
///
/// @param writeBufferBytes bytes of changes gathered in memory before they are written out
/// @param writeBuffers write buffers at once; when all are full a write waits for the disk
/// @param blockCacheBytes bytes of table blocks, their indexes and filters included, kept for reading
/// @param openFiles table files held open
public record IndexSizes(long writeBufferBytes, int writeBuffers, long blockCacheBytes, int openFiles) {
    public static final IndexSizes DEFAULTS = new IndexSizes(16L << 20, 2, 32L << 20, 128);

    public IndexSizes {
        // RocksDB quietly raises smaller buffers to 64 KiB, which would make this record lie.
        atLeast("write-buffer-bytes", writeBufferBytes, 64L << 10);
        atLeast("write-buffers", writeBuffers, 2);
        atLeast("block-cache-bytes", blockCacheBytes, 1L << 20);
        atLeast("open-files", openFiles, 32);
    }

    private static void atLeast(String name, long value, long least) {
        if (value < least) {
            throw new AtollException(
                    ErrorKind.INVALID, "index " + name + " is '" + value + "': must be at least " + least);
        }
    }
}
