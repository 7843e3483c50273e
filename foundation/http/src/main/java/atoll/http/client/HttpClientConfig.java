package atoll.http.client;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import java.time.Duration;

/// How an [HttpClient] treats its connections and answers.
///
/// @param maxConnectionsPerHost open at once to one host and port; further calls wait until one is free
/// @param connectTimeout for one connection to be made (a call's deadline may end it earlier)
/// @param idleAtMost a kept connection is not used again after this. Servers close idle connections after five seconds
///     or more (Apache's default is five), so that four avoids nearly all calls into a connection that is just closing
/// @param checkAfterIdle a connection that was idle this long is tested for the other end's closing before it is used
/// @param keptBodyBytes how much of an answer's body is handed out
/// @param maxResponseBytes a longer body ends the call; up to here the rest is read and dropped, to keep the connection
public record HttpClientConfig(
        int maxConnectionsPerHost,
        int maxConnections,
        Duration connectTimeout,
        Duration idleAtMost,
        Duration checkAfterIdle,
        int keptBodyBytes,
        int maxResponseBytes) {

    public static final HttpClientConfig DEFAULTS = new HttpClientConfig(
            512,
            1024,
            Duration.ofSeconds(5),
            Duration.ofSeconds(4),
            Duration.ofMillis(500),
            64 * 1024,
            4 * 1024 * 1024);

    public HttpClientConfig {
        if (maxConnectionsPerHost < 1 || maxConnections < maxConnectionsPerHost) {
            throw new AtollException(
                    ErrorKind.INVALID,
                    "http client connections are '" + maxConnectionsPerHost + "' per host and '" + maxConnections
                            + "' in all: must be at least 1, and not more per host than in all");
        }
        if (!connectTimeout.isPositive() || !idleAtMost.isPositive() || checkAfterIdle.isNegative()) {
            throw new AtollException(
                    ErrorKind.INVALID,
                    "http client times are '" + connectTimeout + "' to connect, '" + idleAtMost + "' idle, '"
                            + checkAfterIdle + "' until checked: must be positive (the last may be zero)");
        }
        if (keptBodyBytes < 0 || maxResponseBytes < keptBodyBytes) {
            throw new AtollException(
                    ErrorKind.INVALID,
                    "http client body bytes are '" + keptBodyBytes + "' kept and '" + maxResponseBytes
                            + "' at most: must not be negative, and not more kept than at most");
        }
    }
}
