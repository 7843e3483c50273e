package atoll.log.embedded.disk;

import atoll.base.file.Disk;
import atoll.base.file.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// Whole small files: written so that a crash leaves the old or the new one, never a mixture.
public final class Files {
    private static final int LARGEST = 1 << 30;

    private Files() {}

    /// Reads until the buffer is full or the file ends.
    public static void readFully(DiskFile file, ByteBuffer into, long position) throws IOException {
        long at = position;
        while (into.hasRemaining()) {
            int read = file.read(into, at);
            if (read < 0) {
                return;
            }
            at += read;
        }
    }

    public static byte[] read(Disk disk, Path path) throws IOException {
        try (DiskFile file = disk.openExisting(path)) {
            long size = file.size();
            if (size > LARGEST) {
                throw new IOException("'" + path + "' has " + size + " bytes, more than the expected " + LARGEST);
            }
            byte[] bytes = new byte[(int) size];
            ByteBuffer into = ByteBuffer.wrap(bytes);
            readFully(file, into, 0);
            if (into.hasRemaining()) {
                throw new IOException("'" + path + "' became shorter while it was read");
            }
            return bytes;
        }
    }

    /// Replaces the file: temporary file, sync, rename, sync of the directory.
    static void replace(Disk disk, Path path, byte[] content) throws IOException {
        write(disk, path, content, true);
        Path directory = parent(path);
        SyncFailed.guard(directory, () -> disk.syncDirectory(directory));
    }

    /// Replaces a file that can be made again from others, so that nothing is synced.
    public static void replaceUnsynced(Disk disk, Path path, byte[] content) throws IOException {
        write(disk, path, content, false);
    }

    public static Path parent(Path path) throws IOException {
        Path parent = path.getParent();
        if (parent == null) {
            throw new IOException("'" + path + "' has no directory");
        }
        return parent;
    }

    private static void write(Disk disk, Path path, byte[] content, boolean sync) throws IOException {
        Path temporary = path.resolveSibling(path.getFileName() + ".new");
        try (DiskFile file = disk.open(temporary)) {
            file.truncate(0);
            file.write(ByteBuffer.wrap(content), 0);
            if (sync) {
                SyncFailed.guard(temporary, file::sync);
            }
        }
        disk.rename(temporary, path);
    }
}
