package atoll.http;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Where an [HttpServer] listens and what it allows its clients.
///
/// @param host the address to bind; loopback unless told otherwise
/// @param port 0 lets the system choose, see [HttpServer#port()]
/// @param tls if present, the port speaks TLS only, with HTTP/2 or HTTP/1.1 by ALPN
public record HttpServerConfig(
        String host,
        int port,
        Limits limits,
        Timeouts timeouts,
        @Nullable Tls tls) {

    public static final HttpServerConfig DEFAULTS =
            new HttpServerConfig("127.0.0.1", 8080, Limits.DEFAULTS, Timeouts.DEFAULTS, null);

    public HttpServerConfig {
        if (port < 0 || port > 65_535) {
            throw new AtollException(ErrorKind.INVALID, "http port is '" + port + "': must be 0 to 65535");
        }
    }

    public HttpServerConfig withListen(String newHost, int newPort) {
        return new HttpServerConfig(newHost, newPort, limits, timeouts, tls);
    }

    public HttpServerConfig withLimits(Limits newLimits) {
        return new HttpServerConfig(host, port, newLimits, timeouts, tls);
    }

    public HttpServerConfig withTimeouts(Timeouts newTimeouts) {
        return new HttpServerConfig(host, port, limits, newTimeouts, tls);
    }

    public HttpServerConfig withTls(Tls newTls) {
        return new HttpServerConfig(host, port, limits, timeouts, newTls);
    }

    /// @param maxHeaderBytes request line and headers of one request
    /// @param maxConnections open at once; more wait in the system's queue until one closes
    /// @param maxConcurrentRequests running at once; more are answered 503 without reading their bodies
    /// @param minBodyBytesPerSecond a body that arrives more slowly than this for five seconds is refused
    public record Limits(int maxHeaderBytes, int maxConnections, int maxConcurrentRequests, int minBodyBytesPerSecond) {
        public static final Limits DEFAULTS = new Limits(16 * 1024, 4096, 1024, 1024);

        public Limits {
            if (maxHeaderBytes < 1024 || maxConnections < 1 || maxConcurrentRequests < 1 || minBodyBytesPerSecond < 0) {
                throw new AtollException(
                        ErrorKind.INVALID,
                        "http limits are '" + maxHeaderBytes + "' header bytes, '" + maxConnections + "' connections, '"
                                + maxConcurrentRequests + "' requests, '" + minBodyBytesPerSecond
                                + "' body bytes per second: must be at least 1024, 1, 1, 0");
            }
        }
    }

    /// @param idle a connection without any traffic is closed after this
    /// @param headers the headers of a request must be complete this long after its first byte
    /// @param body a body must be complete this long after it was asked for
    /// @param stop how long [HttpServer#close()] lets running requests finish
    public record Timeouts(Duration idle, Duration headers, Duration body, Duration stop) {
        public static final Timeouts DEFAULTS = new Timeouts(
                Duration.ofSeconds(60), Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(10));

        public Timeouts {
            if (!idle.isPositive() || !headers.isPositive() || !body.isPositive() || stop.isNegative()) {
                throw new AtollException(
                        ErrorKind.INVALID,
                        "http timeouts are '" + idle + "' idle, '" + headers + "' headers, '" + body + "' body, '"
                                + stop + "' stop: must be positive (stop may be zero)");
            }
        }
    }

    /// A PKCS12 or JKS key store with the server's key and certificate chain. The password is never printed.
    public record Tls(Path keyStore, String password) {
        @Override
        public String toString() {
            return "Tls[keyStore=" + keyStore + "]";
        }
    }
}
