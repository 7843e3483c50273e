package atoll.http;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.id.Ids;
import atoll.base.lifecycle.DutyRunner;
import atoll.base.lifecycle.Threads;
import atoll.base.time.Deadline;
import atoll.base.time.TimeSource;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;

/// An HTTP server on one port: HTTP/1.0, 1.1 and 2 (in clear text by prior knowledge or upgrade, over TLS by ALPN).
///
/// Each request runs on a virtual thread of its own. Three platform threads and a bounded pool of buffers serve all
/// connections. Started once and closed once.
public final class HttpServer implements AutoCloseable {
    private static final int POOL_BUFFER_MAX = 64 * 1024;
    private static final int POOL_BUCKET_MAX = 512;
    private static final long POOL_HEAP_BYTES = 8L * 1024 * 1024;
    private static final long POOL_DIRECT_BYTES = 16L * 1024 * 1024;
    private static final UriCompliance URIS = UriCompliance.DEFAULT.with(
            "encoded slashes in path parameters",
            UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
            UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING,
            UriCompliance.Violation.AMBIGUOUS_EMPTY_SEGMENT);

    private final HttpServerConfig config;
    private final TimeSource time;
    private final Entrance entrance;
    private final Server server;
    private final ServerConnector connector;
    private final DutyRunner headerWatch;

    /// @param ids names the bugs that are answered with status 500
    public HttpServer(HttpServerConfig config, Router router, HttpMetrics metrics, TimeSource time, Ids ids) {
        this.config = config;
        this.time = time;
        this.entrance = new Entrance(router, config, metrics, time, ids);
        this.server = new Server(
                threads(),
                new ScheduledExecutorScheduler("http-scheduler", true),
                new ArrayByteBufferPool(0, 4096, POOL_BUFFER_MAX, POOL_BUCKET_MAX, POOL_HEAP_BYTES, POOL_DIRECT_BYTES));
        this.connector = new Listening(server, protocols(config));
        connector.setHost(config.host());
        connector.setPort(config.port());
        connector.setIdleTimeout(config.timeouts().idle().toMillis());
        connector.setAcceptQueueSize(1024);
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(config.limits().maxConnections(), server));
        server.setHandler(entrance);
        server.setErrorHandler(new EngineErrors(metrics));
        this.headerWatch = new DutyRunner(
                new HeaderWatch(
                        connector::getConnectedEndPoints, config.timeouts().headers(), metrics, time),
                time);
    }

    private static QueuedThreadPool threads() {
        QueuedThreadPool threads = new QueuedThreadPool(8, 2);
        threads.setName("http");
        threads.setDaemon(true);
        threads.setReservedThreads(0);
        threads.setVirtualThreadsExecutor(task -> Threads.startVirtual("http-request", task));
        return threads;
    }

    private static ConnectionFactory[] protocols(HttpServerConfig config) {
        HttpConfiguration http = new HttpConfiguration();
        http.setRequestHeaderSize(config.limits().maxHeaderBytes());
        http.setSendServerVersion(false);
        http.setSendDateHeader(true);
        http.setUriCompliance(URIS);
        http.setOutputBufferSize(16 * 1024);
        HttpConnectionFactory http1 = new HttpConnectionFactory(http);
        HttpServerConfig.Tls tls = config.tls();
        if (tls == null) {
            return new ConnectionFactory[] {http1, new HTTP2CServerConnectionFactory(http)};
        }
        http.addCustomizer(new SecureRequestCustomizer(false));
        SslContextFactory.Server keys = new SslContextFactory.Server();
        keys.setKeyStorePath(tls.keyStore().toUri().toString());
        keys.setKeyStorePassword(tls.password());
        keys.setSniRequired(false);
        ALPNServerConnectionFactory choose = new ALPNServerConnectionFactory("h2", "http/1.1");
        choose.setDefaultProtocol(http1.getProtocol());
        return new ConnectionFactory[] {
            new SslConnectionFactory(keys, choose.getProtocol()), choose, new HTTP2ServerConnectionFactory(http), http1
        };
    }

    /// Closing the socket ends the engine's acceptor if it waits for a connection. If it is busy with one just then, it
    /// would go round and round on the closed socket, and fail when the connector is gone: here it ends too.
    private static final class Listening extends ServerConnector {
        Listening(Server server, ConnectionFactory[] protocols) {
            super(server, null, null, null, 1, 1, protocols);
        }

        @Override
        public void accept(int acceptor) throws IOException {
            if (!isOpen()) {
                throw new ClosedChannelException();
            }
            super.accept(acceptor);
        }
    }

    /// Listens from when this returns.
    public void start() {
        try {
            server.start();
        } catch (Exception e) {
            close();
            throw new AtollException(
                    ErrorKind.UNAVAILABLE,
                    "cannot listen on '" + config.host() + ":" + config.port() + "': " + cause(e)
                            + "; choose another address or stop what uses it",
                    e);
        }
        headerWatch.start();
    }

    private static String cause(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }

    /// The port that is listened on, chosen by the system if the configured one is 0.
    public int port() {
        return connector.getLocalPort();
    }

    /// Stops accepting, lets running requests finish for as long as configured, then closes all connections. Requests
    /// that come on open connections meanwhile are answered 503.
    @Override
    public void close() {
        connector.close();
        var _ = entrance.drain(Deadline.after(time, config.timeouts().stop()));
        headerWatch.close();
        try {
            server.stop();
        } catch (Exception e) {
            throw new AtollException(ErrorKind.INTERNAL, "the HTTP server on port '" + port() + "' did not stop", e);
        }
    }
}
