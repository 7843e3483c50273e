package atoll.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rocksdb.NativeLibraryLoader;
import org.rocksdb.RocksDB;

/// Loads RocksDB's native library, once for the process, before any of its classes is used.
///
/// The library is unpacked beside the data and not into the temporary directory: that one is often mounted `noexec`,
/// and
/// a killed process would leave 17 MB behind there at each start, while here the next start replaces the file. Where
/// the
/// data directory itself is `noexec` the temporary directory is tried.
final class NativeLibrary {
    private NativeLibrary() {}

    static synchronized void load(Path directory) {
        try {
            Files.createDirectories(directory);
            NativeLibraryLoader.getInstance().loadLibrary(directory.toString());
        } catch (IOException | UnsatisfiedLinkError e) {
            loadFromTemporary(directory, e);
        }
        RocksDB.loadLibrary();
    }

    private static void loadFromTemporary(Path directory, Throwable first) {
        try {
            NativeLibraryLoader.getInstance().loadLibrary("");
        } catch (IOException | UnsatisfiedLinkError e) {
            e.addSuppressed(first);
            throw new IndexUnavailable(
                    "RocksDB's native library can be loaded neither from '" + directory + "' (" + first.getMessage()
                            + ") nor from the temporary directory (" + e.getMessage()
                            + "); one of them must allow executing files (no 'noexec' mount)",
                    e);
        }
    }
}
