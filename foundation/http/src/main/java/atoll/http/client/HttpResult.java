package atoll.http.client;

import atoll.http.Headers;

/// What came of a call.
public sealed interface HttpResult {

    /// The other end answered completely.
    ///
    /// @param body its first bytes, as many as [HttpClientConfig#keptBodyBytes()]
    /// @param truncated there were more
    // Never compared; the body belongs to the caller alone.
    @SuppressWarnings("ArrayRecordComponent")
    record Answer(int status, Headers headers, byte[] body, boolean truncated) implements HttpResult {}

    /// There was no complete answer. Unless [Cause#wasNeverSent()], the other end may have acted on the call.
    ///
    /// @param onReusedConnection the connection had carried a call before and gave not one byte for this one:
    ///     most likely the other end had just closed it for being idle
    /// @param detail one line for people
    record NoAnswer(Cause cause, boolean onReusedConnection, String detail) implements HttpResult {}

    enum Cause {
        UNKNOWN_HOST(true),
        /// Refused, unreachable, or no connection in the time allowed for that.
        NOT_CONNECTED(true),
        /// All connections allowed to this host were in use until the deadline.
        NO_FREE_CONNECTION(true),
        /// The certificate was not accepted, or the other end does not speak TLS.
        TLS_FAILED(true),
        /// The deadline passed while sending or receiving.
        TIMEOUT(false),
        /// The connection ended before the answer was complete.
        BROKEN(false),
        /// What came back is not HTTP.
        GARBAGE(false),
        /// The answer is longer than [HttpClientConfig#maxResponseBytes()].
        TOO_LARGE(false);

        private final boolean neverSent;

        Cause(boolean neverSent) {
            this.neverSent = neverSent;
        }

        /// True if the other end has certainly seen nothing of the call.
        public boolean wasNeverSent() {
            return neverSent;
        }
    }
}
