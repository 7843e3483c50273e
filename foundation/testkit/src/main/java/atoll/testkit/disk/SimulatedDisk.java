package atoll.testkit.disk;

import atoll.base.file.Disk;
import atoll.base.file.DiskFile;
import atoll.base.id.Randomness;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A disk in memory with an honest difference between written and durable.
///
/// Each file keeps what is durable and the writes since its last sync, each directory the names since its last sync.
/// [#crash] keeps the former and, by the seed, any part of the latter: nothing, all, a prefix, or a random selection in
/// blocks of 512 bytes. [#faults] makes operations fail. Everything is deterministic as long as one thread uses it;
/// many
/// may, one operation runs at a time.
public final class SimulatedDisk implements Disk {
    private static final String POWER_LOST = "simulated power loss";

    private final Randomness randomness;
    private final DiskFaults faults;
    private final Map<Path, SimulatedDirectory> directories = new TreeMap<>();
    private final Set<Path> locks = new HashSet<>();
    private final List<Path> open = new ArrayList<>();
    private int generation;

    public SimulatedDisk(Randomness randomness) {
        this.randomness = randomness;
        this.faults = new DiskFaults();
    }

    /// What is to go wrong, and what has.
    public DiskFaults faults() {
        return faults;
    }

    /// Paths of files that are open at present; a leak if nobody should have any.
    public synchronized List<Path> openFiles() {
        return List.copyOf(open);
    }

    /// Ends all use of the disk as a loss of power does, and keeps what survives it. Open files and locks are void.
    public synchronized void crash() {
        generation++;
        locks.clear();
        open.clear();
        faults.powerRestored();
        Survival names = Survival.choose(randomness);
        directories.values().forEach(directory -> directory.crash(names, randomness));
        Survival contents = Survival.choose(randomness);
        Set<SimulatedContent> surviving = new HashSet<>();
        directories
                .values()
                .forEach(directory -> directory.contents().forEach(content -> {
                    if (surviving.add(content)) {
                        content.crash(contents, randomness);
                    }
                }));
        faults.count("crash");
    }

    /// Ends all use of the disk as a killed process does: nothing written is lost, but open files and locks are void.
    public synchronized void restart() {
        generation++;
        locks.clear();
        open.clear();
        faults.powerRestored();
        faults.count("killed process");
    }

    /// Inverts one bit of a file, on the disk itself.
    public synchronized void flipBit(Path path, long position, int bit) throws IOException {
        require(path).flipBit(position, bit);
        faults.count("flipped bit");
    }

    /// Shortens a file, durably, behind its user's back.
    public synchronized void cut(Path path, long size) throws IOException {
        SimulatedContent content = require(path);
        content.truncate(size);
        content.sync();
        faults.count("cut file");
    }

    /// The bytes of a file as a reader sees them.
    public synchronized byte[] content(Path path) throws IOException {
        return require(path).bytes();
    }

    @Override
    public synchronized DiskFile open(Path path) throws IOException {
        faults.beforeRead();
        SimulatedDirectory directory = directoryOf(path);
        String name = nameOf(path);
        SimulatedContent content = directory.get(name);
        if (content == null) {
            faults.beforeChange("create", path);
            content = new SimulatedContent();
            directory.put(name, content);
        } else {
            faults.checkWritable(path);
        }
        return opened(path, content);
    }

    @Override
    public synchronized DiskFile openExisting(Path path) throws IOException {
        faults.beforeRead();
        return opened(path, require(path));
    }

    @Override
    public synchronized void createDirectories(Path directory) throws IOException {
        faults.beforeRead();
        if (!directories.containsKey(directory)) {
            faults.beforeChange("create directory", directory);
        }
        for (Path at = directory; at != null; at = at.getParent()) {
            directories.computeIfAbsent(at, _ -> new SimulatedDirectory());
        }
    }

    @Override
    public synchronized List<String> list(Path directory) throws IOException {
        faults.beforeRead();
        SimulatedDirectory found = directories.get(directory);
        List<String> names = new ArrayList<>(found == null ? List.of() : found.names());
        for (Path other : directories.keySet()) {
            if (directory.equals(other.getParent())) {
                names.add(nameOf(other));
            }
        }
        names.sort(null);
        return names;
    }

    @Override
    public synchronized boolean exists(Path path) throws IOException {
        faults.beforeRead();
        SimulatedDirectory directory = directories.get(path.getParent());
        return directories.containsKey(path) || directory != null && directory.get(nameOf(path)) != null;
    }

    @Override
    public synchronized void delete(Path path) throws IOException {
        faults.beforeRead();
        SimulatedDirectory directory = directoryOf(path);
        if (directory.get(nameOf(path)) != null) {
            faults.beforeChange("delete", path);
            directory.remove(nameOf(path));
        }
    }

    @Override
    public synchronized void rename(Path from, Path to) throws IOException {
        SimulatedContent content = require(from);
        faults.beforeChange("rename", from);
        if (!directoryOf(from).equals(directoryOf(to))) {
            throw new IOException("rename across directories is not simulated: '" + from + "' to '" + to + "'");
        }
        directoryOf(from).rename(nameOf(from), nameOf(to), content);
    }

    @Override
    public synchronized void syncDirectory(Path directory) throws IOException {
        SimulatedDirectory found = directories.get(directory);
        if (found == null) {
            throw new NoSuchFileException(directory.toString());
        }
        if (faults.beforeSync(directory)) {
            found.failedSync(randomness);
            throw new IOException("simulated failure to sync directory '" + directory + "'");
        }
        found.sync();
    }

    @Override
    public synchronized long usableBytes(Path path) throws IOException {
        faults.beforeRead();
        return faults.free(used());
    }

    @Override
    public synchronized Closeable lock(Path file) throws IOException {
        faults.beforeRead();
        faults.checkWritable(file);
        if (!locks.add(file)) {
            throw new AlreadyLocked(file);
        }
        int mine = generation;
        return () -> unlock(file, mine);
    }

    private synchronized void unlock(Path file, int lockGeneration) {
        if (lockGeneration == generation) {
            locks.remove(file);
        }
    }

    private DiskFile opened(Path path, SimulatedContent content) {
        open.add(path);
        return new OpenFile(path, content, generation);
    }

    private long used() {
        long used = 0;
        for (SimulatedDirectory directory : directories.values()) {
            for (SimulatedContent content : directory.contents()) {
                used += content.size();
            }
        }
        return used;
    }

    private SimulatedContent require(Path path) throws IOException {
        faults.beforeRead();
        SimulatedContent content = directoryOf(path).get(nameOf(path));
        if (content == null) {
            throw new NoSuchFileException(path.toString());
        }
        return content;
    }

    private SimulatedDirectory directoryOf(Path path) throws IOException {
        Path parent = path.getParent();
        SimulatedDirectory directory = parent == null ? null : directories.get(parent);
        if (directory == null) {
            throw new NoSuchFileException(String.valueOf(parent));
        }
        return directory;
    }

    private static String nameOf(Path path) {
        return String.valueOf(path.getFileName());
    }

    private final class OpenFile implements DiskFile {
        private final Path path;
        private final SimulatedContent content;
        private final int openedIn;
        private boolean closed;

        private OpenFile(Path path, SimulatedContent content, int openedIn) {
            this.path = path;
            this.content = content;
            this.openedIn = openedIn;
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            synchronized (SimulatedDisk.this) {
                usable();
                return content.read(into, position);
            }
        }

        @Override
        public void write(ByteBuffer from, long position) throws IOException {
            synchronized (SimulatedDisk.this) {
                usable();
                byte[] bytes = new byte[from.remaining()];
                from.get(bytes);
                long growth = Math.max(0, position + bytes.length - content.size());
                @Nullable IOException failure = null;
                int written = bytes.length;
                try {
                    faults.beforeChange("write", path);
                    written = faults.writable(bytes.length, growth, used());
                    if (written < bytes.length) {
                        failure = new IOException("No space left on device (simulated)");
                    }
                } catch (DiskFaults.Interrupted e) {
                    written = e.part(bytes.length, randomness);
                    failure = e;
                }
                if (written > 0) {
                    content.write(position, Arrays.copyOf(bytes, written));
                }
                if (failure != null) {
                    throw failure;
                }
            }
        }

        @Override
        public void sync() throws IOException {
            synchronized (SimulatedDisk.this) {
                usable();
                if (faults.beforeSync(path)) {
                    content.failedSync(randomness);
                    throw new IOException("simulated failure to sync '" + path + "'");
                }
                content.sync();
            }
        }

        @Override
        public long size() throws IOException {
            synchronized (SimulatedDisk.this) {
                usable();
                return content.size();
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            synchronized (SimulatedDisk.this) {
                usable();
                if (size < content.size()) {
                    faults.beforeChange("truncate", path);
                    content.truncate(size);
                }
            }
        }

        @Override
        public void close() {
            synchronized (SimulatedDisk.this) {
                if (!closed && openedIn == generation) {
                    open.remove(path);
                }
                closed = true;
            }
        }

        private void usable() throws IOException {
            if (closed) {
                throw new ClosedChannelException();
            }
            if (openedIn != generation) {
                throw new IOException(POWER_LOST);
            }
            faults.beforeRead();
        }
    }
}
