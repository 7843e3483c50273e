package atoll.http.client;

import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/// What is known about a call when it fails: whether it was sent, and whether its connection had been used before.
final class CallTrace {
    private static final String KEY = "atoll.call-trace";

    private @Nullable HttpClientConnection connection;
    private boolean reused;
    private long receivedBefore;

    static CallTrace in(HttpContext context) {
        CallTrace trace = new CallTrace();
        context.setAttribute(KEY, trace);
        return trace;
    }

    static void sending(HttpContext context, HttpClientConnection connection) {
        if (context.getAttribute(KEY) instanceof CallTrace trace) {
            EndpointDetails details = connection.getEndpointDetails();
            trace.connection = connection;
            trace.reused = details != null && details.getRequestCount() > 0;
            trace.receivedBefore = details == null ? 0 : details.getReceivedBytesCount();
        }
    }

    boolean wasConnected() {
        return connection != null;
    }

    boolean silentAfterReuse() {
        HttpClientConnection used = connection;
        if (used == null || !reused) {
            return false;
        }
        EndpointDetails details = used.getEndpointDetails();
        return details == null || details.getReceivedBytesCount() == receivedBefore;
    }
}
