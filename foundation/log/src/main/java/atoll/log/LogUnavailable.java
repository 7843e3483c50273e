package atoll.log;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;

/// The log cannot take the append now; the message says why and what to do.
public final class LogUnavailable extends AtollException {
    public LogUnavailable(String message) {
        super(ErrorKind.UNAVAILABLE, message);
    }
}
