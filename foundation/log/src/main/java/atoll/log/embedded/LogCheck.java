package atoll.log.embedded;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.file.Disk;
import atoll.base.file.DiskFile;
import atoll.log.PartitionDamaged;
import atoll.log.embedded.disk.Checkpoint;
import atoll.log.embedded.disk.DataDirectory;
import atoll.log.embedded.disk.FrameCursor;
import atoll.log.embedded.disk.JournalFile;
import atoll.log.embedded.disk.JournalReader;
import atoll.log.embedded.disk.SegmentFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// Reads every frame of a log that no process uses, and says which are not what was written. Changes nothing.
public final class LogCheck {
    private final Disk disk;
    private final DataDirectory data;
    private final List<String> problems = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private long files;
    private long records;
    private long groups;

    private LogCheck(Disk disk, DataDirectory data) {
        this.disk = disk;
        this.data = data;
    }

    /// What was found.
    ///
    /// @param records whole ones, in segments
    /// @param groups whole ones, in journals
    /// @param problems each with file and position; in a partition nothing behind its first is looked at
    /// @param notes what the next start repairs by itself
    public record Report(long files, long records, long groups, List<String> problems, List<String> notes) {}

    /// @throws AtollException INVALID if the directory holds no log, UNAVAILABLE if it is in use or of a newer format
    public static Report run(Path directory, Disk disk) {
        requireLog(directory, disk);
        DataDirectory data = DataDirectory.open(disk, directory);
        try {
            LogCheck check = new LogCheck(disk, data);
            check.all();
            return new Report(
                    check.files, check.records, check.groups, List.copyOf(check.problems), List.copyOf(check.notes));
        } finally {
            data.close();
        }
    }

    private static void requireLog(Path directory, Disk disk) {
        try {
            if (!disk.exists(directory.resolve(DataDirectory.FORMAT_NAME))) {
                throw new AtollException(
                        ErrorKind.INVALID,
                        "'" + directory + "' holds no log: it has no file '" + DataDirectory.FORMAT_NAME + "'");
            }
        } catch (IOException e) {
            throw new AtollException(ErrorKind.UNAVAILABLE, "'" + directory + "' cannot be read: " + e.getMessage(), e);
        }
    }

    private void all() {
        Checkpoint checkpoint = Checkpoint.EMPTY;
        try {
            checkpoint = Checkpoint.load(disk, data.path());
            files++;
        } catch (AtollException | IOException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
        for (Checkpoint.PartitionEnd partition : checkpoint.partitions()) {
            for (Checkpoint.SegmentEnd segment : partition.segments()) {
                if (!isSound(partition, segment)) {
                    break;
                }
            }
        }
        try {
            journals(checkpoint.firstJournal());
        } catch (IOException e) {
            problems.add("'" + data.journals() + "' cannot be read: " + e.getMessage());
        }
    }

    private boolean isSound(Checkpoint.PartitionEnd partition, Checkpoint.SegmentEnd segment) {
        Path path = data.partition(partition.id()).resolve(SegmentFile.name(segment.base()));
        try (DiskFile file = SegmentFile.openChecked(disk, path, segment.base(), partition.id())) {
            files++;
            FrameCursor frames =
                    new FrameCursor(file, path, partition.id(), SegmentFile.HEADER, segment.size(), segment.base());
            while (frames.next()) {
                records++;
            }
            return true;
        } catch (PartitionDamaged e) {
            problems.add(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            problems.add("'" + path + "' cannot be read: " + e.getMessage());
        }
        return false;
    }

    private void journals(long first) throws IOException {
        TreeSet<Long> numbers = new TreeSet<>();
        for (String name : disk.list(data.journals())) {
            long number = JournalFile.number(name);
            if (number >= first) {
                numbers.add(number);
            }
        }
        long expected = first;
        for (long number : numbers) {
            if (number != expected) {
                problems.add("journal '" + data.journals().resolve(JournalFile.name(expected)) + "' is missing");
            }
            expected = number + 1;
            journal(number, number == numbers.last());
        }
    }

    private void journal(long number, boolean last) throws IOException {
        Path path = data.journals().resolve(JournalFile.name(number));
        try (JournalReader reader = JournalReader.open(disk, path, number)) {
            files++;
            if (reader == null) {
                notes.add("journal '" + path + "' was never begun");
                return;
            }
            while (reader.next() != null) {
                groups++;
            }
            if (reader.tornBytes() == 0) {
                return;
            }
            if (!last || reader.synced() && reader.findLaterFrame() >= 0) {
                problems.add(String.valueOf(reader.damaged(reader.position(), "a group is not what was written")
                        .getMessage()));
            } else {
                notes.add("journal '" + path + "' ends with an incomplete group of " + reader.tornBytes()
                        + " bytes at position " + reader.position() + ", which was never acknowledged");
            }
        } catch (AtollException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
    }
}
