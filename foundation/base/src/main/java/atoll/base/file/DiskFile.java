package atoll.base.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/// An open file. Reads may run on many threads; writes, truncation and sync on one at a time.
public interface DiskFile extends Closeable {

    /// Reads up to the buffer's remaining bytes at the position; returns -1 at or behind the end of the file.
    int read(ByteBuffer into, long position) throws IOException;

    /// Writes all of the buffer's remaining bytes at the position.
    void write(ByteBuffer from, long position) throws IOException;

    /// Makes everything written so far durable. After a failed sync nothing may be assumed about what is on disk.
    void sync() throws IOException;

    long size() throws IOException;

    void truncate(long size) throws IOException;

    @Override
    void close() throws IOException;
}
