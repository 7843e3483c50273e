package atoll.log.embedded.disk;

import atoll.base.file.Disk;
import atoll.base.file.DiskFile;
import atoll.log.PartitionDamaged;
import atoll.log.TopicPartition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Locale;

/// Names and the header of segment files.
///
/// ```
/// magic i64 | version i32 | base offset i64 | crc i32 (of what is before it) | record frame | record frame | …
/// ```
public final class SegmentFile {
    public static final int HEADER = 24;
    private static final long MAGIC = 0x41544F4C4C534547L; // "ATOLLSEG"
    private static final int VERSION = 1;
    private static final String SUFFIX = ".segment";

    private SegmentFile() {}

    public static String name(long base) {
        return String.format(Locale.ROOT, "%020d", base) + SUFFIX;
    }

    public static String indexName(long base) {
        return String.format(Locale.ROOT, "%020d", base) + ".index";
    }

    static boolean isSegment(String name) {
        return name.length() == 20 + SUFFIX.length() && name.endsWith(SUFFIX);
    }

    public static ByteBuffer header(long base) {
        ByteBuffer header = ByteBuffer.allocate(HEADER);
        header.putLong(MAGIC).putInt(VERSION).putLong(base);
        header.putInt(RecordFrame.crc(header.array(), 0, HEADER - 4));
        return header.flip();
    }

    /// Opens for reading after a look at the header.
    public static DiskFile openChecked(Disk disk, Path path, long base, TopicPartition partition) throws IOException {
        DiskFile file = disk.openExisting(path);
        boolean fine = false;
        try {
            check(file, path, base, partition);
            fine = true;
        } finally {
            if (!fine) {
                file.close();
            }
        }
        return file;
    }

    private static void check(DiskFile file, Path path, long base, TopicPartition partition) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER);
        Files.readFully(file, header, 0);
        if (header.hasRemaining()
                || header.getLong(0) != MAGIC
                || header.getInt(HEADER - 4) != RecordFrame.crc(header.array(), 0, HEADER - 4)
                || header.getLong(12) != base) {
            throw new PartitionDamaged(
                    "the header of '" + path + "' of partition '" + partition
                            + "' is damaged (position 0); restore the file from a backup, or let the consumer groups go on behind it");
        }
        if (header.getInt(8) > VERSION) {
            throw new PartitionDamaged("'" + path + "' has format " + header.getInt(8) + ", this program reads up to "
                    + VERSION + "; use a newer one");
        }
    }
}
