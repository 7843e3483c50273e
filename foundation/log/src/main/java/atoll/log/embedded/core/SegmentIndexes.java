package atoll.log.embedded.core;

import atoll.base.file.Disk;
import atoll.base.file.DiskFile;
import atoll.base.wire.Decoder;
import atoll.base.wire.Encoder;
import atoll.log.PartitionDamaged;
import atoll.log.TopicPartition;
import atoll.log.embedded.disk.Files;
import atoll.log.embedded.disk.FrameCursor;
import atoll.log.embedded.disk.RecordFrame;
import atoll.log.embedded.disk.SparseIndex;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stores the index of a segment beside it and gets it back; what the stored one does not cover is found by reading the
/// segment. An index file is never synced and may be lost: it holds nothing that the segment does not.
///
/// ```
/// magic fixed64 | base fixed64 | (offset fixed64 | position fixed64 | newest timestamp fixed64)* | crc fixed64
/// ```
public final class SegmentIndexes {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentIndexes.class);
    private static final long MAGIC = 0x41544F4C49445831L; // "ATOLIDX1"
    private static final int HEADER = 16;
    private static final int ENTRY = 24;

    private final Disk disk;

    public SegmentIndexes(Disk disk) {
        this.disk = disk;
    }

    /// @param size bytes of the segment that hold records
    /// @param endOffset the offset behind the last of them
    SparseIndex load(TopicPartition partition, Segment segment, int size, long endOffset) throws IOException {
        try (DiskFile file = disk.openExisting(segment.path)) {
            return load(file, partition, segment, size, endOffset);
        }
    }

    SparseIndex load(DiskFile file, TopicPartition partition, Segment segment, int size, long endOffset)
            throws IOException {
        SparseIndex index = stored(segment, size);
        FrameCursor cursor =
                new FrameCursor(file, segment.path, partition, index.coveredTo(), size, index.nextOffset());
        try {
            while (cursor.next()) {
                long timestamp = RecordFrame.timestamp(cursor.bytes(), cursor.at());
                index.add(cursor.offset(), cursor.position(), timestamp, cursor.position() + cursor.size());
            }
        } catch (PartitionDamaged e) {
            LOG.atError()
                    .addKeyValue("partition", partition)
                    .addKeyValue("damage", e.getMessage())
                    .log("segment damaged, reads stop there");
            index.skipDamage(size, endOffset);
        }
        return index;
    }

    /// Stores the entries of records before the position.
    void store(Segment segment, SparseIndex index, int size) throws IOException {
        Encoder into =
                new Encoder(HEADER + ENTRY * index.count() + 8).fixed64(MAGIC).fixed64(segment.base);
        for (int entry = 0; entry < index.count() && index.position(entry) < size; entry++) {
            into.fixed64(index.offset(entry)).fixed64(index.position(entry)).fixed64(index.newest(entry));
        }
        byte[] content = into.toBytes();
        into.fixed64(RecordFrame.crc(content, 0, content.length));
        Files.replaceUnsynced(disk, segment.indexPath(), into.toBytes());
    }

    private SparseIndex stored(Segment segment, int size) throws IOException {
        SparseIndex index = new SparseIndex(segment.base);
        byte @Nullable [] bytes = disk.exists(segment.indexPath()) ? Files.read(disk, segment.indexPath()) : null;
        if (bytes == null || !isIntact(bytes, segment.base)) {
            return index;
        }
        Decoder from = new Decoder(bytes, HEADER, bytes.length - 8);
        while (from.hasMore()) {
            long offset = from.fixed64();
            long position = from.fixed64();
            long newest = from.fixed64();
            if (position >= size) {
                break;
            }
            index.entry(offset, (int) position, newest);
        }
        return index;
    }

    private static boolean isIntact(byte[] bytes, long base) {
        if (bytes.length < HEADER + 8 || (bytes.length - HEADER - 8) % ENTRY != 0) {
            return false;
        }
        Decoder header = new Decoder(bytes);
        long crc = new Decoder(bytes, bytes.length - 8, bytes.length).fixed64();
        return header.fixed64() == MAGIC
                && header.fixed64() == base
                && crc == RecordFrame.crc(bytes, 0, bytes.length - 8);
    }
}
