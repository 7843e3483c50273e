package atoll.http;

import atoll.base.lifecycle.Duty;
import atoll.base.time.TimeSource;
import atoll.base.time.Wakeup;
import java.time.Duration;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.function.Supplier;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.jspecify.annotations.Nullable;

/// Closes connections that trickle the headers of a request, or a TLS handshake, for longer than allowed.
///
/// The engine's idle time starts again with every byte, so that one byte now and then would hold a connection for ever.
/// A look at all connections every second costs less than a timer for each request. On HTTP/2 the engine's own limits
/// for frames and streams apply instead.
final class HeaderWatch implements Duty {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final Supplier<Collection<EndPoint>> connections;
    private final Duration allowed;
    private final HttpMetrics metrics;
    private final TimeSource time;
    private final Wakeup never;
    private IdentityHashMap<EndPoint, Seen> seen = new IdentityHashMap<>();

    HeaderWatch(Supplier<Collection<EndPoint>> connections, Duration allowed, HttpMetrics metrics, TimeSource time) {
        this.connections = connections;
        this.allowed = allowed;
        this.metrics = metrics;
        this.time = time;
        this.never = time.newWakeup();
    }

    /// @param messages requests begun on the connection
    /// @param bytes received when that number was first seen
    /// @param beganNanos when more bytes, but no further request, were first seen; 0 if they were not
    private record Seen(long messages, long bytes, long beganNanos) {}

    @Override
    public String name() {
        return "http-header-watch";
    }

    @Override
    public Next step() {
        IdentityHashMap<EndPoint, Seen> next = new IdentityHashMap<>();
        for (EndPoint endPoint : connections.get()) {
            Seen now = look(endPoint, seen.get(endPoint));
            if (now.beganNanos != 0 && time.nanoTime() - now.beganNanos > allowed.toNanos()) {
                metrics.rejected(HttpMetrics.Rejection.TOO_SLOW);
                endPoint.close();
            } else {
                next.put(endPoint, now);
            }
        }
        seen = next;
        return new Next.OnWakeup(never, LOOK_EVERY.compareTo(allowed) < 0 ? LOOK_EVERY : allowed);
    }

    private Seen look(EndPoint endPoint, @Nullable Seen before) {
        Connection outer = endPoint.getConnection();
        Connection inner =
                outer instanceof SslConnection tls ? tls.getSslEndPoint().getConnection() : outer;
        if (outer == null || inner == null || inner instanceof HTTP2Connection) {
            return new Seen(-1, 0, 0);
        }
        long messages = inner.getMessagesIn();
        long bytes = outer.getBytesIn();
        boolean waiting = messages == inner.getMessagesOut();
        if (!waiting || (before != null && before.messages != messages)) {
            return new Seen(messages, bytes, 0);
        }
        long base = before == null ? 0 : before.bytes;
        if (before == null && messages > 0) {
            return new Seen(messages, bytes, 0);
        }
        if (before != null && before.beganNanos != 0) {
            return before;
        }
        return new Seen(messages, base, bytes > base ? time.nanoTime() | 1 : 0);
    }
}
