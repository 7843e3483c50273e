package atoll.index;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import org.jspecify.annotations.Nullable;

/// The index cannot be used now (disk full or failing, no permission, already closed); the message says why. What is
/// stored is not known to be damaged.
public final class IndexUnavailable extends AtollException {
    public IndexUnavailable(String message, @Nullable Throwable cause) {
        super(ErrorKind.UNAVAILABLE, message, cause);
    }
}
