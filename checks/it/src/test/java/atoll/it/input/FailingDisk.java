package atoll.it.input;

import atoll.base.file.DiskFile;
import atoll.base.file.RealDisk;
import atoll.testkit.disk.ForwardingDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A real disk that takes no more writes as long as the test says, with the words the system would use.
final class FailingDisk extends ForwardingDisk {
    private volatile @Nullable String failure;

    FailingDisk() {
        super(new RealDisk());
    }

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
        if (!exists(path)) {
            check();
        }
        return new FailingFile(super.open(path));
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        check();
        super.rename(from, to);
    }

    @Override
    public long usableBytes(Path path) throws IOException {
        return failure == null ? super.usableBytes(path) : 0;
    }

    private final class FailingFile extends ForwardingFile {
        FailingFile(DiskFile file) {
            super(file);
        }

        @Override
        public void write(ByteBuffer from, long position) throws IOException {
            check();
            super.write(from, position);
        }
    }
}
