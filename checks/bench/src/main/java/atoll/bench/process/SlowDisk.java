package atoll.bench.process;

import atoll.base.file.Disk;
import atoll.base.file.DiskFile;
import atoll.base.time.TimeSource;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A disk whose every sync takes longer, as that of a machine with network storage would.
final class SlowDisk implements Disk {
    private final Disk disk;
    private final Duration delay;
    private final TimeSource time;

    SlowDisk(Disk disk, Duration delay, TimeSource time) {
        this.disk = disk;
        this.delay = delay;
        this.time = time;
    }

    @Override
    public DiskFile open(Path path) throws IOException {
        return new SlowFile(disk.open(path));
    }

    @Override
    public DiskFile openExisting(Path path) throws IOException {
        return new SlowFile(disk.openExisting(path));
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
        disk.rename(from, to);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        pause();
        disk.syncDirectory(directory);
    }

    @Override
    public long usableBytes(Path path) throws IOException {
        return disk.usableBytes(path);
    }

    @Override
    public Closeable lock(Path file) throws IOException {
        return disk.lock(file);
    }

    private void pause() throws IOException {
        try {
            time.sleep(delay);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted during a slow sync");
        }
    }

    private final class SlowFile implements DiskFile {
        private final DiskFile file;

        SlowFile(DiskFile file) {
            this.file = file;
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            return file.read(into, position);
        }

        @Override
        public void write(ByteBuffer from, long position) throws IOException {
            file.write(from, position);
        }

        @Override
        public void sync() throws IOException {
            pause();
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
