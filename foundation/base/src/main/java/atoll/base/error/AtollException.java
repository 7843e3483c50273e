package atoll.base.error;

import org.jspecify.annotations.Nullable;

/// Root of all exceptions Atoll throws. The message says what failed, with which value, what was allowed and what to
/// do:
/// lower-case start, no full stop, values in single quotes.
public class AtollException extends RuntimeException {
    private final ErrorKind kind;

    public AtollException(ErrorKind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public AtollException(ErrorKind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public ErrorKind kind() {
        return kind;
    }
}
