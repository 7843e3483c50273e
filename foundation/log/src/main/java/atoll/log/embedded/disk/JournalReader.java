package atoll.log.embedded.disk;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.file.Disk;
import atoll.base.file.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Reads a journal file back, frame by frame. Not thread-safe.
///
/// An invalid frame with nothing valid behind it is the group that was being written when the machine stopped: it was
/// never acknowledged. An invalid frame with a valid one behind it was acknowledged and is damaged.
public final class JournalReader implements AutoCloseable {
    private static final int WINDOW = 1 << 20;

    private final Path path;
    private final DiskFile file;
    private final long size;
    private long salt;
    private boolean synced = true;
    private long position = JournalFile.HEADER;
    private long sequence;

    private JournalReader(Path path, DiskFile file, long size) {
        this.path = path;
        this.file = file;
        this.size = size;
    }

    /// Opens the journal; null if it is one whose creation was interrupted, so that it never held a frame.
    public static @Nullable JournalReader open(Disk disk, Path path, long number) throws IOException {
        DiskFile file = disk.openExisting(path);
        JournalReader reader = new JournalReader(path, file, file.size());
        boolean usable = false;
        try {
            usable = reader.readHeader(number);
        } finally {
            if (!usable) {
                file.close();
            }
        }
        return usable ? reader : null;
    }

    private boolean readHeader(long number) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(JournalFile.HEADER);
        Files.readFully(file, header, 0);
        boolean intact = !header.hasRemaining()
                && header.getLong(0) == JournalFile.MAGIC
                && header.getInt(JournalFile.HEADER - 4) == RecordFrame.crc(header.array(), 0, JournalFile.HEADER - 4)
                && header.getLong(12) == number;
        if (!intact) {
            if (size > JournalFile.HEADER) {
                throw damaged(0, "its header is wrong");
            }
            return false;
        }
        if (header.getInt(8) > JournalFile.VERSION) {
            throw new AtollException(
                    ErrorKind.UNAVAILABLE,
                    "journal '" + path + "' has format " + header.getInt(8) + ", this program reads up to "
                            + JournalFile.VERSION + "; use a newer one");
        }
        salt = header.getLong(20);
        synced = header.get(28) == 1;
        return true;
    }

    /// The next frame's body; null at the end, or where the rest of the file is no whole frame ([#tornBytes]).
    public byte @Nullable [] next() throws IOException {
        byte @Nullable [] body = frameAt(position, sequence + 1);
        if (body != null) {
            position += JournalFile.FRAME_HEADER + body.length;
            sequence++;
        }
        return body;
    }

    /// Bytes behind the last whole frame.
    public long tornBytes() {
        return size - position;
    }

    /// Whether each frame was synced before it was acknowledged, so that a hole in the middle is damage.
    public boolean synced() {
        return synced;
    }

    public boolean isEmpty() {
        return size == JournalFile.HEADER;
    }

    public long position() {
        return position;
    }

    /// Position of a later valid frame behind an invalid one; -1 if there is none.
    public long findLaterFrame() throws IOException {
        byte[] window = new byte[(int) Math.min(WINDOW, Math.max(4, size - position))];
        for (long from = position + 1; from + JournalFile.FRAME_HEADER <= size; from += window.length - 3) {
            ByteBuffer into = ByteBuffer.wrap(window);
            Files.readFully(file, into, from);
            int filled = into.position();
            ByteBuffer found = ByteBuffer.wrap(window);
            for (int i = 0; i + 4 <= filled; i++) {
                if (found.getInt(i) == JournalFile.FRAME_MAGIC && frameAt(from + i, -1) != null) {
                    return from + i;
                }
            }
        }
        return -1;
    }

    public AtollException damaged(long at, String what) {
        return new AtollException(
                ErrorKind.UNAVAILABLE,
                "journal '" + path + "' is damaged at position " + at + ": " + what
                        + "; acknowledged records would be lost by going on: restore the data directory from a backup,"
                        + " or move this file away to go on without what is in it");
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private byte @Nullable [] frameAt(long at, long expectedSequence) throws IOException {
        if (size - at < JournalFile.FRAME_HEADER) {
            return null;
        }
        ByteBuffer header = ByteBuffer.allocate(JournalFile.FRAME_HEADER);
        Files.readFully(file, header, at);
        int length = header.getInt(12);
        boolean intact = !header.hasRemaining()
                && header.getInt(0) == JournalFile.FRAME_MAGIC
                && header.getInt(20) == JournalFile.headerCrc(header, salt)
                && (expectedSequence < 0 || header.getLong(4) == expectedSequence)
                && length >= 0
                && length <= size - at - JournalFile.FRAME_HEADER;
        if (!intact) {
            return null;
        }
        byte[] body = new byte[length];
        Files.readFully(file, ByteBuffer.wrap(body), at + JournalFile.FRAME_HEADER);
        return RecordFrame.crc(body, 0, length) == header.getInt(16) ? body : null;
    }
}
