package atoll.index;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import org.jspecify.annotations.Nullable;

/// Another process, or another part of this one, has the index open.
public final class IndexLocked extends AtollException {
    public IndexLocked(String message, @Nullable Throwable cause) {
        super(ErrorKind.CONFLICT, message, cause);
    }
}
