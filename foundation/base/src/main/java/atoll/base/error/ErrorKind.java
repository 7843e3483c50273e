package atoll.base.error;

/// What kind of failure an [AtollException] is. The kind alone decides HTTP status, retry, log level and metric tag.
public enum ErrorKind {
    /// The caller's fault: repeating the same call fails again.
    INVALID(400),
    /// The caller is not allowed to do this.
    FORBIDDEN(403),
    NOT_FOUND(404),
    /// The call contradicts the present state (a fenced owner, a topic that exists otherwise).
    CONFLICT(409),
    TOO_LARGE(413),
    /// Too much at once: back off and try again.
    LIMITED(503),
    /// Cannot be done now: try later or elsewhere.
    UNAVAILABLE(503),
    /// A bug in Atoll.
    INTERNAL(500);

    private final int httpStatus;

    ErrorKind(int httpStatus) {
        this.httpStatus = httpStatus;
    }

    public int httpStatus() {
        return httpStatus;
    }
}
