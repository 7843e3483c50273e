package atoll.log.embedded;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.file.Disk;
import atoll.base.file.DiskFile;
import atoll.log.embedded.core.Committer;
import atoll.log.embedded.disk.Checkpoint;
import atoll.log.embedded.disk.DataDirectory;
import atoll.log.embedded.disk.Files;
import atoll.log.embedded.disk.JournalFile;
import atoll.log.embedded.disk.SegmentFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A running log as it was at one moment: everything acknowledged before [EmbeddedEventLog#snapshot] was called, and
/// whole
/// groups only. Written into an empty directory the files are a log that opens.
///
/// Nothing is copied to make it. Its files only grow, so their first bytes are what they were; the log keeps those that
/// it
/// would have deleted until [#close], which the holder must call. Threads may share it.
///
/// ```
/// format | checkpoint (from memory: the one on disk is replaced meanwhile) | segments up to the ends it names |
/// journals since, the last one up to its last acknowledged group
/// ```
public final class LogSnapshot implements AutoCloseable {
    private final Disk disk;
    private final Path directory;
    private final Map<String, Long> sizes;
    private final byte[] checkpoint;
    private final Runnable release;

    private LogSnapshot(Disk disk, Path directory, Map<String, Long> sizes, byte[] checkpoint, Runnable release) {
        this.disk = disk;
        this.directory = directory;
        this.sizes = sizes;
        this.checkpoint = checkpoint;
        this.release = release;
    }

    /// A file of the snapshot.
    ///
    /// @param name its path below the log's directory, with `/`
    public record FileSize(String name, long bytes) {}

    /// With deletions held back already.
    ///
    /// @param release lets them go on; called once, by [#close]
    static LogSnapshot take(DataDirectory data, LogParts parts, Runnable release) throws IOException {
        Disk disk = parts.ports().disk();
        // The checkpoint first, the journal's end second: what is acknowledged between them is in the journal.
        byte[] stored = Files.read(disk, data.path().resolve(Checkpoint.NAME));
        Checkpoint checkpoint = Checkpoint.decode(stored, data.path().resolve(Checkpoint.NAME));
        Committer.JournalEnd end = parts.committer().journalEnd();
        Map<String, Long> sizes = new TreeMap<>();
        sizes.put(DataDirectory.FORMAT_NAME, size(disk, data.path().resolve(DataDirectory.FORMAT_NAME)));
        sizes.put(Checkpoint.NAME, (long) stored.length);
        for (Checkpoint.PartitionEnd partition : checkpoint.partitions()) {
            Path files = data.partition(partition.id());
            for (Checkpoint.SegmentEnd segment : partition.segments()) {
                Path file = files.resolve(SegmentFile.name(segment.base()));
                sizes.put(name(data.path(), file), (long) segment.size());
            }
        }
        for (long number = checkpoint.firstJournal(); number <= end.number(); number++) {
            Path file = data.journals().resolve(JournalFile.name(number));
            sizes.put(name(data.path(), file), number == end.number() ? end.bytes() : size(disk, file));
        }
        return new LogSnapshot(disk, data.path(), sizes, stored, release);
    }

    /// In a fixed order.
    public List<FileSize> files() {
        List<FileSize> files = new ArrayList<>();
        sizes.forEach((name, bytes) -> files.add(new FileSize(name, bytes)));
        return List.copyOf(files);
    }

    /// A part of a file; shorter than asked for only at its end.
    ///
    /// @throws AtollException NOT_FOUND if the snapshot has no such file, UNAVAILABLE if it cannot be read
    public byte[] read(String name, long position, int atMost) {
        Long bytes = sizes.get(name);
        if (bytes == null) {
            throw new AtollException(ErrorKind.NOT_FOUND, "the snapshot has no file '" + name + "'");
        }
        if (position < 0 || position > bytes || atMost < 0) {
            throw new AtollException(
                    ErrorKind.INVALID, "position '" + position + "' of '" + name + "': it has " + bytes + " bytes");
        }
        int length = (int) Math.min(atMost, bytes - position);
        ByteBuffer into = ByteBuffer.allocate(length);
        if (name.equals(Checkpoint.NAME)) {
            return into.put(checkpoint, (int) position, length).array();
        }
        try (DiskFile file = disk.openExisting(directory.resolve(name))) {
            Files.readFully(file, into, position);
        } catch (IOException e) {
            throw unreadable(name, String.valueOf(e.getMessage()), e);
        }
        if (into.hasRemaining()) {
            throw unreadable(name, "it ends at " + (position + into.position()) + " bytes instead of " + bytes, null);
        }
        return into.array();
    }

    private AtollException unreadable(String name, String why, @Nullable Throwable cause) {
        return new AtollException(
                ErrorKind.UNAVAILABLE, "'" + directory.resolve(name) + "' cannot be backed up: " + why, cause);
    }

    /// Lets the log delete files again.
    @Override
    public void close() {
        release.run();
    }

    private static String name(Path directory, Path file) {
        return directory.relativize(file).toString().replace('\\', '/');
    }

    private static long size(Disk disk, Path path) throws IOException {
        try (DiskFile file = disk.openExisting(path)) {
            return file.size();
        }
    }
}
