package atoll.http.client;

import atoll.base.lifecycle.DutyRunner;
import atoll.base.time.Deadline;
import atoll.base.time.TimeSource;
import atoll.http.Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends calls and waits for their answers, over connections that are kept and used again.
///
/// Safe for use by many threads; a call blocks its thread, preferably a virtual one. It ends at its deadline at the
/// latest (50 ms later when the other end trickles), with an [HttpResult] for everything the other end can do.
public final class HttpClient implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpClient.class);
    private static final int COPY_BUFFER = 8 * 1024;

    private final HttpClientConfig config;
    private final PoolingHttpClientConnectionManager connections;
    private final CloseableHttpClient engine;
    private final DeadlineWatch watch;
    private final DutyRunner watchRunner;

    private HttpClient(HttpClientConfig config, TimeSource time) {
        this.config = config;
        this.connections = connections(config);
        this.engine = HttpClients.custom()
                .setConnectionManager(connections)
                .setRequestExecutor(new CountingExecutor())
                .setKeepAliveStrategy(new ShortKeepAlive(config.idleAtMost()))
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableContentCompression()
                .disableAuthCaching()
                .disableConnectionState()
                .disableDefaultUserAgent()
                .build();
        this.watch = new DeadlineWatch(time);
        this.watchRunner = new DutyRunner(watch, time);
    }

    /// A client that is ready; it opens connections when calls need them.
    public static HttpClient open(HttpClientConfig config, TimeSource time) {
        HttpClient client = new HttpClient(config, time);
        client.watchRunner.start();
        return client;
    }

    private static PoolingHttpClientConnectionManager connections(HttpClientConfig config) {
        Http1Config http1 = Http1Config.custom()
                .setMaxLineLength(16 * 1024)
                .setMaxHeaderCount(200)
                .setMaxEmptyLineCount(2)
                .build();
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(http1)
                        .build())
                .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                .setConnPoolPolicy(PoolReusePolicy.LIFO)
                .setMaxConnPerRoute(config.maxConnectionsPerHost())
                .setMaxConnTotal(config.maxConnections())
                .setDefaultSocketConfig(
                        SocketConfig.custom().setTcpNoDelay(true).build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(timeout(config.connectTimeout()))
                        .setSocketTimeout(timeout(config.connectTimeout()))
                        .setValidateAfterInactivity(
                                TimeValue.ofMilliseconds(config.checkAfterIdle().toMillis()))
                        .build())
                .build();
    }

    /// Sends the call once. What the other end does wrong is a result; only an interrupt of this thread is thrown.
    public HttpResult call(HttpCall call, Deadline deadline) throws InterruptedException {
        return call(call, deadline, null);
    }

    /// As above, but the body of an answer with status 2xx is given to the reader while it comes, however long it gets,
    /// and the result is an answer without a body. The connection is closed afterwards.
    public HttpResult stream(HttpCall call, Deadline deadline, BodyReader reader) throws InterruptedException {
        return call(call, deadline, reader);
    }

    /// Takes a body while it comes.
    @FunctionalInterface
    public interface BodyReader {
        /// Returns at the end, or when it has enough. An exception of the stream means that the answer broke off or the
        /// deadline passed: let it through.
        void read(InputStream body) throws IOException;
    }

    private HttpResult call(HttpCall call, Deadline deadline, @Nullable BodyReader reader) throws InterruptedException {
        if (deadline.isPassed()) {
            return new HttpResult.NoAnswer(
                    HttpResult.Cause.NO_FREE_CONNECTION, false, "the deadline had passed before the call was sent");
        }
        HttpUriRequestBase request = request(call, deadline);
        HttpClientContext context = HttpClientContext.create();
        HttpHost target = new HttpHost(
                call.uri().getScheme(), call.uri().getHost(), call.uri().getPort());
        DeadlineWatch.Watched watched = watch.begin(deadline, request);
        CallTrace trace = CallTrace.in(context);
        try {
            return exchange(target, request, context, reader);
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted during a call to '" + target + "'");
            }
            return Failures.result(e, target, trace, watched.isOver());
        } finally {
            watch.end(watched);
        }
    }

    private static HttpUriRequestBase request(HttpCall call, Deadline deadline) {
        HttpUriRequestBase request = new HttpUriRequestBase(call.method(), call.uri());
        for (Headers.Field field : call.headers().fields()) {
            request.addHeader(field.name(), field.value());
        }
        if (call.body().length > 0
                || call.method().equals("POST")
                || call.method().equals("PUT")) {
            request.setEntity(new ByteArrayEntity(call.body(), null));
        }
        Timeout left = timeout(deadline.left());
        request.setConfig(RequestConfig.custom()
                .setConnectionRequestTimeout(left)
                .setResponseTimeout(left)
                .setExpectContinueEnabled(false)
                .setProtocolUpgradeEnabled(false)
                .setAuthenticationEnabled(false)
                .build());
        return request;
    }

    private HttpResult exchange(
            HttpHost target, HttpUriRequestBase request, HttpClientContext context, @Nullable BodyReader reader)
            throws IOException {
        // An endless answer is aborted, not read to its end as closing the response would.
        ClassicHttpResponse response = engine.executeOpen(target, request, context);
        boolean complete = false;
        try {
            HttpEntity entity = response.getEntity();
            if (reader != null && entity != null && response.getCode() / 100 == 2) {
                reader.read(entity.getContent());
                return answer(response, new byte[0], false);
            }
            HttpResult result = entity == null ? answer(response, new byte[0], false) : read(response, entity);
            complete = result instanceof HttpResult.Answer;
            return result;
        } finally {
            if (complete) {
                response.close();
            } else {
                breakOff(request, response);
            }
        }
    }

    /// What closing finds on a connection that is broken already must not hide why the call was broken off.
    private static void breakOff(HttpUriRequestBase request, ClassicHttpResponse response) {
        request.abort();
        try {
            response.close();
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("closing an answer that was broken off failed");
        }
    }

    private HttpResult read(ClassicHttpResponse response, HttpEntity entity) throws IOException {
        ByteArrayOutputStream kept = new ByteArrayOutputStream(512);
        long length = 0;
        byte[] buffer = new byte[COPY_BUFFER];
        InputStream in = entity.getContent();
        int count = in.read(buffer);
        while (count >= 0) {
            kept.write(buffer, 0, Math.min(count, config.keptBodyBytes() - kept.size()));
            length += count;
            if (length > config.maxResponseBytes()) {
                return new HttpResult.NoAnswer(
                        HttpResult.Cause.TOO_LARGE,
                        false,
                        "the answer with status " + response.getCode() + " has more than the "
                                + config.maxResponseBytes() + " bytes allowed");
            }
            count = in.read(buffer);
        }
        return answer(response, kept.toByteArray(), length > kept.size());
    }

    private static HttpResult answer(ClassicHttpResponse response, byte[] body, boolean truncated) {
        List<Headers.Field> fields = new ArrayList<>();
        for (Header header : response.getHeaders()) {
            String value = header.getValue();
            fields.add(new Headers.Field(header.getName(), value == null ? "" : value));
        }
        return new HttpResult.Answer(response.getCode(), new Headers(fields), body, truncated);
    }

    private static Timeout timeout(Duration duration) {
        return Timeout.ofMilliseconds(Math.max(1, duration.toMillis()));
    }

    /// Closes connections that have been idle for too long. They are never used again anyway; call this now and then to
    /// free them early.
    public void evictIdle() {
        connections.closeExpired();
        connections.closeIdle(TimeValue.ofMilliseconds(config.idleAtMost().toMillis()));
    }

    /// Breaks off running calls and closes all connections.
    @Override
    public void close() {
        engine.close(CloseMode.IMMEDIATE);
        connections.close(CloseMode.IMMEDIATE);
        watchRunner.close();
    }
}
