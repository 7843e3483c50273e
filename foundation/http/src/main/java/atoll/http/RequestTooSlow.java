package atoll.http;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;

/// The body of a request did not arrive in the time allowed. Answered 408.
public final class RequestTooSlow extends AtollException {
    public RequestTooSlow(String message) {
        super(ErrorKind.INVALID, message);
    }
}
