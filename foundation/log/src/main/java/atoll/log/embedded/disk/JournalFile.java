package atoll.log.embedded.disk;

import atoll.base.file.Disk;
import atoll.base.file.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.CRC32C;

/// The format of journal files, and writing one.
///
/// ```
/// file:  magic i64 | version i32 | number i64 | salt i64 | synced u8 | crc i32 | frame | frame | …
/// frame: magic i32 | sequence i64 | length i32 | body crc i32 | header crc i32 (salted) | body
/// ```
///
/// A frame is one group of appends. The salt is different in each file and known to no producer, so that a record whose
/// value imitates a frame is never taken for one. Not thread-safe.
public final class JournalFile {
    public static final int HEADER = 33;
    static final int FRAME_HEADER = 24;
    static final int FRAME_MAGIC = 0x41474652; // "AGFR"
    static final long MAGIC = 0x41544F4C4C4A524EL; // "ATOLLJRN"
    static final int VERSION = 1;
    private static final String SUFFIX = ".journal";
    private static final int BUFFER = 1 << 20;

    private final Path path;
    private final long number;
    private final long salt;
    private final DiskFile file;
    private final ByteBuffer buffer;
    private long end = HEADER;
    private long sequence;

    private JournalFile(Path path, long number, long salt, DiskFile file, ByteBuffer buffer) {
        this.path = path;
        this.number = number;
        this.salt = salt;
        this.file = file;
        this.buffer = buffer;
    }

    public static ByteBuffer newBuffer() {
        return ByteBuffer.allocateDirect(BUFFER);
    }

    public static String name(long number) {
        return String.format(Locale.ROOT, "%012d", number) + SUFFIX;
    }

    /// The number in a journal file's name, or -1.
    public static long number(String name) {
        return name.matches("\\d{12}\\.journal") ? Long.parseLong(name.substring(0, 12)) : -1;
    }

    /// Creates an empty journal, durably.
    public static JournalFile create(
            Disk disk, Path directory, long number, long salt, boolean synced, ByteBuffer buffer) throws IOException {
        Path path = directory.resolve(name(number));
        DiskFile file = disk.open(path);
        try {
            ByteBuffer header = ByteBuffer.allocate(HEADER);
            header.putLong(MAGIC).putInt(VERSION).putLong(number).putLong(salt).put((byte) (synced ? 1 : 0));
            header.putInt(RecordFrame.crc(header.array(), 0, HEADER - 4));
            file.truncate(0);
            file.write(header.flip(), 0);
            SyncFailed.guard(path, file::sync);
            SyncFailed.guard(directory, () -> disk.syncDirectory(directory));
        } catch (IOException e) {
            file.close();
            throw e;
        }
        return new JournalFile(path, number, salt, file, buffer);
    }

    static int headerCrc(ByteBuffer header, long salt) {
        ByteBuffer salted = ByteBuffer.allocate(8 + FRAME_HEADER - 4);
        salted.putLong(salt).put(header.slice(0, FRAME_HEADER - 4));
        return RecordFrame.crc(salted.array(), 0, salted.capacity());
    }

    public Path path() {
        return path;
    }

    public long number() {
        return number;
    }

    /// Bytes of whole frames, the file's header included.
    public long size() {
        return end;
    }

    public boolean isEmpty() {
        return end == HEADER;
    }

    /// Writes one frame whose body is the parts one after the other; it counts once [#keep] was called.
    ///
    /// @return the bytes of the frame
    public long write(Parts parts) throws IOException {
        CRC32C crc = new CRC32C();
        long length = 0;
        for (int i = 0; i < parts.count(); i++) {
            crc.update(parts.bytes(i), 0, parts.length(i));
            length += parts.length(i);
        }
        buffer.clear();
        buffer.putInt(FRAME_MAGIC).putLong(sequence + 1).putInt((int) length).putInt((int) crc.getValue());
        buffer.putInt(headerCrc(buffer, salt));
        long position = end;
        for (int i = 0; i < parts.count(); i++) {
            position = write(parts.bytes(i), 0, parts.length(i), position);
        }
        flush(position);
        return FRAME_HEADER + length;
    }

    /// Counts the frame just written as the journal's last.
    public void keep(long frameBytes) {
        end += frameBytes;
        sequence++;
    }

    public void sync() throws IOException {
        SyncFailed.guard(path, file::sync);
    }

    /// Removes what a failed write left behind, durably, so that it can never be taken for damage.
    public void cutBack() throws IOException {
        file.truncate(end);
        sync();
    }

    public void close() throws IOException {
        file.close();
    }

    private long write(byte[] bytes, int from, int to, long position) throws IOException {
        long at = position;
        int next = from;
        while (next < to) {
            int piece = Math.min(to - next, buffer.remaining());
            buffer.put(bytes, next, piece);
            next += piece;
            if (!buffer.hasRemaining()) {
                at = flush(at);
            }
        }
        return at;
    }

    private long flush(long position) throws IOException {
        int length = buffer.flip().limit();
        if (length > 0) {
            file.write(buffer, position);
        }
        buffer.clear();
        return position + length;
    }

    /// The parts of a body.
    public interface Parts {
        int count();

        byte[] bytes(int part);

        int length(int part);
    }
}
