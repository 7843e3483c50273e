package atoll.http.client;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.TruncatedChunkException;

/// What an exception of the engine means.
final class Failures {
    private Failures() {}

    static HttpResult.NoAnswer result(IOException failure, HttpHost target, CallTrace trace, boolean over) {
        HttpResult.Cause cause = cause(failure, trace, over);
        String text = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        String detail = "'" + target.toURI() + "': " + text.lines().findFirst().orElse("no detail");
        return new HttpResult.NoAnswer(cause, cause == HttpResult.Cause.BROKEN && trace.silentAfterReuse(), detail);
    }

    private static HttpResult.Cause cause(IOException failure, CallTrace trace, boolean over) {
        if (!trace.wasConnected()) {
            return switch (failure) {
                case UnknownHostException _ -> HttpResult.Cause.UNKNOWN_HOST;
                case ConnectionRequestTimeoutException _ -> HttpResult.Cause.NO_FREE_CONNECTION;
                case SSLException _ -> HttpResult.Cause.TLS_FAILED;
                default -> HttpResult.Cause.NOT_CONNECTED;
            };
        }
        return switch (failure) {
            case MalformedChunkCodingException chunk
            when !(chunk instanceof TruncatedChunkException) -> HttpResult.Cause.GARBAGE;
            case MessageConstraintException _ -> HttpResult.Cause.GARBAGE;
            case ClientProtocolException _ -> HttpResult.Cause.GARBAGE;
            case SocketTimeoutException _ -> HttpResult.Cause.TIMEOUT;
            default -> over ? HttpResult.Cause.TIMEOUT : HttpResult.Cause.BROKEN;
        };
    }
}
