package atoll.http;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/// What a client is told whose bytes never became a request: a problem document in place of the engine's own page.
final class EngineErrors implements Request.Handler {
    private final HttpMetrics metrics;

    EngineErrors(HttpMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = request.getAttribute(ErrorHandler.ERROR_STATUS) instanceof Integer given ? given : 500;
        String detail = request.getAttribute(ErrorHandler.ERROR_MESSAGE) instanceof String text
                ? text
                : "this is not a request that the server understands";
        if (status < 500) {
            metrics.rejected(HttpMetrics.Rejection.MALFORMED);
        }
        Sending.refuse(request, response, Problem.of(status, detail), callback);
        return true;
    }
}
