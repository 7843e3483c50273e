package atoll.server.backup;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/// Writes a backup's directory, and a data directory from a backup. All that is said to be written is synced.
public final class BackupFiles {
    private static final int PIECE = 1 << 20;
    private static final String LOG = "log";
    private static final String RESTORING = "log.restoring";

    private BackupFiles() {}

    /// Where a file's bytes come from, piece by piece.
    @FunctionalInterface
    public interface Source {
        /// @return at least one byte of the file at the position
        byte[] read(String name, long position) throws InterruptedException;
    }

    /// A backup on its way into a directory.
    public static final class Writing {
        private final Path to;
        private final List<Manifest.Entry> files = new ArrayList<>();

        private Writing(Path to) {
            this.to = to;
        }

        /// Copies one file.
        ///
        /// @param progress told of every piece's bytes
        public void copy(String name, long bytes, Source source, LongConsumer progress) throws InterruptedException {
            Manifest.checkName(name);
            MessageDigest digest = sha256();
            Path file = to.resolve(name);
            try (FileChannel out = create(file)) {
                long position = 0;
                while (position < bytes) {
                    byte[] piece = source.read(name, position);
                    if (piece.length == 0 || piece.length > bytes - position) {
                        throw new AtollException(
                                ErrorKind.UNAVAILABLE,
                                "'" + name + "' came with " + piece.length + " bytes at position " + position + " of "
                                        + bytes + "; the backup is incomplete, begin again");
                    }
                    digest.update(piece);
                    writeAll(out, piece, piece.length);
                    position += piece.length;
                    progress.accept(piece.length);
                }
                out.force(true);
            } catch (IOException e) {
                throw failed("write", file, e);
            }
            files.add(new Manifest.Entry(name, bytes, HexFormat.of().formatHex(digest.digest())));
        }

        /// Makes it a complete backup.
        public Manifest complete(String version, String at) {
            Manifest manifest = new Manifest(version, at, files);
            Path temporary = to.resolve(Manifest.NAME + ".new");
            try (FileChannel out = create(temporary)) {
                byte[] json = manifest.json();
                writeAll(out, json, json.length);
                out.force(true);
            } catch (IOException e) {
                throw failed("write", temporary, e);
            }
            try {
                syncDirectories(to);
                Files.move(temporary, to.resolve(Manifest.NAME), StandardCopyOption.ATOMIC_MOVE);
                syncDirectories(to);
            } catch (IOException e) {
                throw failed("write", to, e);
            }
            return manifest;
        }
    }

    /// Begins a backup into a directory that is absent or empty.
    public static Writing into(Path directory) {
        requireEmpty(directory, List.of(), "a backup is written into an empty directory");
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw failed("create", directory, e);
        }
        return new Writing(directory);
    }

    /// Brings a backup back: all files are checked while they are copied, and the log gets its name only when all were
    /// right, so that nothing starts on half of it.
    ///
    /// @param data absent or empty, but for what an interrupted restore left
    /// @throws AtollException INVALID with the file's name if one is missing or damaged
    public static Manifest restore(Path backup, Path data, LongConsumer progress) {
        Manifest manifest = Manifest.read(backup);
        requireEmpty(data, List.of(RESTORING), "a backup is restored into an empty data directory");
        Path restoring = data.resolve(RESTORING);
        try {
            deleteAll(restoring);
            Files.createDirectories(restoring);
            for (Manifest.Entry file : manifest.files()) {
                copyChecked(backup.resolve(file.name()), restoring.resolve(file.name()), file, progress);
            }
            syncDirectories(restoring);
            Files.move(restoring, data.resolve(LOG), StandardCopyOption.ATOMIC_MOVE);
            syncDirectory(data);
        } catch (IOException e) {
            throw failed("restore into", data, e);
        }
        return manifest;
    }

    private static void copyChecked(Path from, Path to, Manifest.Entry expected, LongConsumer progress)
            throws IOException {
        if (!Files.isRegularFile(from)) {
            throw new AtollException(ErrorKind.INVALID, "the backup is damaged: '" + from + "' is missing");
        }
        MessageDigest digest = sha256();
        long bytes = 0;
        try (InputStream in = Files.newInputStream(from);
                FileChannel out = create(to)) {
            byte[] piece = new byte[PIECE];
            for (int read = in.read(piece); read > 0; read = in.read(piece)) {
                digest.update(piece, 0, read);
                writeAll(out, piece, read);
                bytes += read;
                progress.accept(read);
            }
            out.force(true);
        }
        String sum = HexFormat.of().formatHex(digest.digest());
        if (bytes != expected.bytes() || !sum.equals(expected.sha256())) {
            throw new AtollException(
                    ErrorKind.INVALID,
                    "the backup is damaged: '" + from + "' has " + bytes + " bytes with SHA-256 " + sum
                            + ", written were " + expected.bytes() + " with " + expected.sha256()
                            + "; use another backup");
        }
    }

    private static void requireEmpty(Path directory, List<String> allowed, String why) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> names = Files.list(directory)) {
            names.filter(path -> !allowed.contains(String.valueOf(path.getFileName())))
                    .findFirst()
                    .ifPresent(found -> {
                        throw new AtollException(
                                ErrorKind.CONFLICT,
                                "'" + directory + "' is not empty (it has '" + found.getFileName() + "'): " + why);
                    });
        } catch (NotDirectoryException e) {
            throw new AtollException(ErrorKind.INVALID, "'" + directory + "' is not a directory", e);
        } catch (IOException e) {
            throw failed("read", directory, e);
        }
    }

    private static FileChannel create(Path file) throws IOException {
        Path parent = file.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    private static void writeAll(FileChannel out, byte[] bytes, int length) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes, 0, length);
        while (left.hasRemaining()) {
            out.write(left);
        }
    }

    private static void syncDirectories(Path root) throws IOException {
        List<Path> directories;
        try (Stream<Path> all = Files.walk(root)) {
            directories = all.filter(Files::isDirectory).toList();
        }
        for (Path directory : directories) {
            syncDirectory(directory);
        }
    }

    private static void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void deleteAll(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> found = Files.walk(root)) {
            all = found.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.delete(path);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    private static AtollException failed(String verb, Path path, IOException cause) {
        return new AtollException(ErrorKind.UNAVAILABLE, "cannot " + verb + " '" + path + "': " + cause, cause);
    }
}
