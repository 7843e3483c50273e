package atoll.base.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// The file system as durable code sees it.
///
/// Promises as little as a real one: what was written is durable only after [DiskFile#sync()]; a created, renamed or
/// deleted name is durable only after [#syncDirectory] of its directory. Unsynced writes may survive a crash in any
/// order, whole, in part, or not at all. Operations throw [IOException], for example when the disk is full.
public interface Disk {

    /// Opens for reading and writing, creating the file if it is absent.
    DiskFile open(Path path) throws IOException;

    /// Opens for reading only; fails if the file is absent.
    DiskFile openExisting(Path path) throws IOException;

    /// Creates the directory and its parents, durably.
    void createDirectories(Path directory) throws IOException;

    /// Names in the directory, sorted; empty if the directory does not exist.
    List<String> list(Path directory) throws IOException;

    boolean exists(Path path) throws IOException;

    void delete(Path path) throws IOException;

    /// Renames atomically, replacing the target.
    void rename(Path from, Path to) throws IOException;

    /// Makes created, renamed and deleted names in the directory durable.
    void syncDirectory(Path directory) throws IOException;

    /// Bytes that can still be written below this path.
    long usableBytes(Path path) throws IOException;

    /// Takes an exclusive lock that dies with this process; throws [AlreadyLocked] if another holder exists.
    Closeable lock(Path file) throws IOException;

    /// Another process, or another part of this one, holds the lock.
    final class AlreadyLocked extends IOException {
        public AlreadyLocked(Path file) {
            super("'" + file + "' is locked by another process");
        }
    }
}
