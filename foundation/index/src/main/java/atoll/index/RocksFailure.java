package atoll.index;

import atoll.base.error.AtollException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/// RocksDB's statuses as Atoll's exceptions.
final class RocksFailure {
    private RocksFailure() {}

    static AtollException explain(String action, Path directory, RocksDBException failure) {
        String cause = String.valueOf(failure.getMessage());
        @Nullable Status status = failure.getStatus();
        String what = "index '" + directory + "' cannot be " + action + ": " + cause;
        if (isLock(cause)) {
            return new IndexLocked(
                    "index '" + directory + "' is already open in this or another process; stop that one first",
                    failure);
        }
        if (status == null) {
            return new IndexUnavailable(what, failure);
        }
        return switch (status.getCode()) {
            // An unknown format or option is no damage, but the remedy for a view is the same.
            case Corruption, NotSupported, InvalidArgument, NotFound -> damaged(what, failure);
            case IOError -> isMissingFile(cause) ? damaged(what, failure) : new IndexUnavailable(what, failure);
            default -> new IndexUnavailable(what, failure);
        };
    }

    private static IndexDamaged damaged(String what, RocksDBException failure) {
        return new IndexDamaged(what + "; erase it to have it built again from the log", failure);
    }

    private static boolean isLock(String cause) {
        String lower = cause.toLowerCase(Locale.ROOT);
        return lower.contains("lock hold by current process") || lower.contains("while lock file");
    }

    private static boolean isMissingFile(String cause) {
        return cause.contains("No such file or directory");
    }
}
