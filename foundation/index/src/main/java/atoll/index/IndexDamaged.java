package atoll.index;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import org.jspecify.annotations.Nullable;

/// The stored index cannot be trusted: a checksum does not match, a file is missing, or the format is unknown. As the
/// index is a view, its owner closes it, calls [RocksIndex#erase] and builds it again from the log.
public final class IndexDamaged extends AtollException {
    public IndexDamaged(String message, @Nullable Throwable cause) {
        super(ErrorKind.INTERNAL, message, cause);
    }
}
