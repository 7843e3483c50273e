package atoll.log.embedded.disk;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.file.Disk;
import atoll.log.TopicPartition;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// The log's directory, locked for this process, of a format this program knows.
///
/// ```
/// lock  format  checkpoint  journal/NNNNNNNNNNNN.journal  topics/TOPIC/PARTITION/OFFSET.segment (and .index)
/// ```
public final class DataDirectory {
    public static final String FORMAT_NAME = "format";
    private static final String FORMAT_PREFIX = "atoll-log ";
    private static final int FORMAT = 1;

    private final Path path;
    private final Closeable lock;

    private DataDirectory(Path path, Closeable lock) {
        this.path = path;
        this.lock = lock;
    }

    public static DataDirectory open(Disk disk, Path path) {
        try {
            disk.createDirectories(path);
            DataDirectory opened = new DataDirectory(path, disk.lock(path.resolve("lock")));
            try {
                opened.prepare(disk);
            } catch (IOException | AtollException e) {
                opened.closeAfter(e);
                throw e;
            }
            return opened;
        } catch (Disk.AlreadyLocked e) {
            throw new AtollException(
                    ErrorKind.UNAVAILABLE,
                    "data directory '" + path
                            + "' is in use by another process; stop that one, or use another directory",
                    e);
        } catch (IOException e) {
            throw new AtollException(
                    ErrorKind.UNAVAILABLE,
                    "data directory '" + path + "' cannot be used: " + e.getMessage()
                            + "; check that it may be written to and that the disk has space",
                    e);
        }
    }

    public Path path() {
        return path;
    }

    public Path journals() {
        return path.resolve("journal");
    }

    public Path topics() {
        return path.resolve("topics");
    }

    /// Where the segments of a partition are.
    public Path partition(TopicPartition id) {
        return topics().resolve(id.topic()).resolve(Integer.toString(id.partition()));
    }

    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new AtollException(ErrorKind.UNAVAILABLE, "cannot unlock '" + path + "': " + e.getMessage(), e);
        }
    }

    public void closeAfter(Exception failure) {
        try {
            lock.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private void prepare(Disk disk) throws IOException {
        Path format = path.resolve(FORMAT_NAME);
        boolean holdsLog = !disk.list(journals()).isEmpty() || disk.exists(path.resolve(Checkpoint.NAME));
        if (disk.exists(format)) {
            check(new String(Files.read(disk, format), StandardCharsets.UTF_8).strip());
        } else if (holdsLog) {
            throw new AtollException(
                    ErrorKind.UNAVAILABLE,
                    "'" + format
                            + "' is missing although the directory holds a log; restore it from a backup, or write '"
                            + FORMAT_PREFIX + FORMAT + "' into it");
        }
        if (!holdsLog) {
            // Also if it can be read: after a failed sync of the directory it may not be on the disk.
            Files.replace(disk, format, (FORMAT_PREFIX + FORMAT + "\n").getBytes(StandardCharsets.UTF_8));
        }
        disk.createDirectories(journals());
        disk.createDirectories(topics());
    }

    private void check(String found) {
        String number = found.startsWith(FORMAT_PREFIX) ? found.substring(FORMAT_PREFIX.length()) : "";
        if (!number.matches("\\d{1,6}")) {
            throw new AtollException(
                    ErrorKind.UNAVAILABLE,
                    "data directory '" + path + "' has the format '" + found + "': expected '" + FORMAT_PREFIX + FORMAT
                            + "'; is it the log's directory?");
        }
        if (Integer.parseInt(number) > FORMAT) {
            throw new AtollException(
                    ErrorKind.UNAVAILABLE,
                    "data directory '" + path + "' has format " + number + ", this program knows formats up to "
                            + FORMAT + "; use a newer one");
        }
    }
}
