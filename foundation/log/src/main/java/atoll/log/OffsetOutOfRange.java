package atoll.log;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;

/// The offset is not in the partition.
public final class OffsetOutOfRange extends AtollException {
    public OffsetOutOfRange(String message) {
        super(ErrorKind.INVALID, message);
    }
}
