package atoll.log.embedded.disk;

import atoll.base.file.DiskFile;
import atoll.log.PartitionDamaged;
import atoll.log.TopicPartition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/// Walks the record frames of a segment file, checking each. Not thread-safe.
public final class FrameCursor {
    private static final int CHUNK = 64 << 10;
    private static final int LEAST = RecordFrame.HEADER + 14;

    private final DiskFile file;
    private final Path path;
    private final TopicPartition partition;
    private final int end;
    private byte[] bytes;
    private int at;
    private int filled;
    private int position;
    private int size;
    private long offset;

    /// @param position where a frame begins
    /// @param end where the last frame ends
    /// @param offset the offset of the first frame
    public FrameCursor(DiskFile file, Path path, TopicPartition partition, int position, int end, long offset) {
        this.file = file;
        this.path = path;
        this.partition = partition;
        this.position = position;
        this.end = end;
        this.offset = offset - 1;
        this.bytes = new byte[Math.max(LEAST, Math.min(CHUNK, end - position))];
    }

    /// Goes to the next frame; false at the end.
    ///
    /// @throws PartitionDamaged if it is not what was written
    public boolean next() throws IOException {
        at += size;
        position += size;
        size = 0;
        offset++;
        if (position >= end) {
            return false;
        }
        fill(LEAST);
        if (!RecordFrame.hasPlausibleLength(bytes, at) || RecordFrame.size(bytes, at) > end - position) {
            throw damaged("a length of " + RecordFrame.length(bytes, at) + " bytes");
        }
        int frame = RecordFrame.size(bytes, at);
        fill(frame);
        if (!RecordFrame.isIntact(bytes, at)) {
            throw damaged("a wrong checksum");
        }
        if (RecordFrame.offset(bytes, at) != offset) {
            throw damaged("offset " + RecordFrame.offset(bytes, at));
        }
        size = frame;
        return true;
    }

    public byte[] bytes() {
        return bytes;
    }

    public int at() {
        return at;
    }

    public int position() {
        return position;
    }

    public int size() {
        return size;
    }

    public long offset() {
        return offset;
    }

    private void fill(int needed) throws IOException {
        if (filled - at >= needed) {
            return;
        }
        System.arraycopy(bytes, at, bytes, 0, filled - at);
        filled -= at;
        at = 0;
        if (bytes.length < needed) {
            bytes = Arrays.copyOf(bytes, needed);
        }
        int more = Math.min(bytes.length - filled, end - position - filled);
        ByteBuffer into = ByteBuffer.wrap(bytes, filled, more);
        Files.readFully(file, into, (long) position + filled);
        filled += more - into.remaining();
        if (filled < needed) {
            throw damaged("only " + filled + " of " + needed + " bytes; the file is too short");
        }
    }

    private PartitionDamaged damaged(String found) {
        return new PartitionDamaged("partition '" + partition + "' is damaged at offset " + offset + ": '" + path
                + "' has " + found + " at position " + position
                + "; restore the file from a backup, or let the consumer groups go on at a later offset");
    }
}
