package atoll.http;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import org.jspecify.annotations.Nullable;

/// The client closed the connection before its request or the response was complete. Nobody is left to answer.
public final class ClientGone extends AtollException {
    public ClientGone(String message, @Nullable Throwable cause) {
        super(ErrorKind.INVALID, message, cause);
    }
}
