package atoll.bench.process;

import atoll.base.file.Disk;
import atoll.base.file.DiskFile;
import atoll.base.time.TimeSource;
import atoll.testkit.disk.ForwardingDisk;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;

/// A disk whose every sync takes longer, as that of a machine with network storage would.
final class SlowDisk extends ForwardingDisk {
    private final Duration delay;
    private final TimeSource time;

    SlowDisk(Disk disk, Duration delay, TimeSource time) {
        super(disk);
        this.delay = delay;
        this.time = time;
    }

    @Override
    public DiskFile open(Path path) throws IOException {
        return new SlowFile(super.open(path));
    }

    @Override
    public DiskFile openExisting(Path path) throws IOException {
        return new SlowFile(super.openExisting(path));
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        pause();
        super.syncDirectory(directory);
    }

    private void pause() throws IOException {
        try {
            time.sleep(delay);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted during a slow sync");
        }
    }

    private final class SlowFile extends ForwardingFile {
        SlowFile(DiskFile file) {
            super(file);
        }

        @Override
        public void sync() throws IOException {
            pause();
            super.sync();
        }
    }
}
