package atoll.it.input;

import atoll.base.file.Disk;
import atoll.base.file.DiskFile;
import atoll.base.file.RealDisk;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A real disk that takes no more writes as long as the test says, with the words the system would use.
final class FailingDisk implements Disk {
    private final Disk disk = new RealDisk();
    private volatile @Nullable String failure;

    /// From now on every write fails with this message.
    void failWith(String message) {
        failure = message;
    }

    void heal() {
        failure = null;
    }

    private void check() throws IOException {
        String message = failure;
        if (message != null) {
            throw new IOException(message);
        }
    }

    @Override
    public DiskFile open(Path path) throws IOException {
        if (!disk.exists(path)) {
            check();
        }
        return new FailingFile(disk.open(path));
    }

    @Override
    public DiskFile openExisting(Path path) throws IOException {
        return disk.openExisting(path);
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        disk.createDirectories(directory);
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        return disk.list(directory);
    }

    @Override
    public boolean exists(Path path) throws IOException {
        return disk.exists(path);
    }

    @Override
    public void delete(Path path) throws IOException {
        disk.delete(path);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        check();
        disk.rename(from, to);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        disk.syncDirectory(directory);
    }

    @Override
    public long usableBytes(Path path) throws IOException {
        return failure == null ? disk.usableBytes(path) : 0;
    }

    @Override
    public Closeable lock(Path file) throws IOException {
        return disk.lock(file);
    }

    private final class FailingFile implements DiskFile {
        private final DiskFile file;

        FailingFile(DiskFile file) {
            this.file = file;
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            return file.read(into, position);
        }

        @Override
        public void write(ByteBuffer from, long position) throws IOException {
            check();
            file.write(from, position);
        }

        @Override
        public void sync() throws IOException {
            file.sync();
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void truncate(long size) throws IOException {
            file.truncate(size);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
