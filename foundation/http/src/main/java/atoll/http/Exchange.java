package atoll.http;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One request and its answer. Runs on the request's thread; ends exactly once, when the response is out or given up.
final class Exchange implements Callback {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    private static final int STREAM_BUFFER = 16 * 1024;
    private static final long LEFT_TO_ENGINE = 64 * 1024;
    private static final long MOST_DISCARDED = 64 * 1024 * 1024;
    private static final Duration DISCARD_FOR = Duration.ofSeconds(2);

    private final Entrance entrance;
    private final Request request;
    private final Response response;
    private final Callback callback;
    private final ConnectionBody body;
    private final long startedNanos;
    private HttpMetrics.RouteMeters meters;
    private int status;

    Exchange(Entrance entrance, Request request, Response response, Callback callback) {
        this.entrance = entrance;
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.body = entrance.body(request);
        this.startedNanos = entrance.time().nanoTime();
        this.meters = entrance.metrics().unmatched();
    }

    void run() {
        try {
            send(answer());
        } catch (ClientGone e) {
            failed(e);
        } catch (AtollException e) {
            if (e.kind() == ErrorKind.INTERNAL) {
                bug(e);
            } else {
                sendProblem(Problem.of(e), e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            AtollException stopped =
                    new AtollException(ErrorKind.UNAVAILABLE, "the server stopped while it handled this request", e);
            sendProblem(Problem.of(stopped), stopped);
        } catch (RuntimeException | Error e) {
            bug(e);
        }
    }

    private void bug(Throwable cause) {
        String id = entrance.ids().nextUuid().toString();
        LOG.atError()
                .addKeyValue("id", id)
                .addKeyValue("method", request.getMethod())
                .setCause(cause)
                .log("request failed by a bug");
        sendProblem(Problem.bug(id), cause);
    }

    private HttpResponse answer() throws InterruptedException {
        String path = request.getHttpURI().getPath();
        return switch (entrance.router().find(request.getMethod(), path == null ? "" : path)) {
            case Router.Lookup.Found(var route, var parameters) -> {
                meters = entrance.meters(route);
                String query = request.getHttpURI().getQuery();
                yield route.handler()
                        .handle(new HttpRequest(
                                new HttpRequest.Line(
                                        request.getMethod(), path == null ? "" : path, query == null ? "" : query),
                                parameters,
                                headers(),
                                Request.getRemoteAddr(request),
                                body));
            }
            case Router.Lookup.WrongMethod(var allow) ->
                Problem.of(405, "method '" + request.getMethod() + "' is not allowed here: use " + allow)
                        .withHeader("Allow", allow);
            case Router.Lookup.NoSuchPath() ->
                Problem.of(404, "nothing is at '" + path + "': see the API reference for the paths there are");
        };
    }

    private Headers headers() {
        List<Headers.Field> fields = new ArrayList<>(request.getHeaders().size());
        for (HttpField field : request.getHeaders()) {
            String value = field.getValue();
            fields.add(new Headers.Field(field.getName(), value == null ? "" : value));
        }
        return new Headers(fields);
    }

    private void send(HttpResponse answer) throws InterruptedException {
        status = answer.status();
        boolean discard = mustDiscard(answer);
        Sending.prepare(request, response, answer, discard || entrance.isClosing());
        switch (answer.content()) {
            case HttpResponse.Content.Bytes(byte[] bytes) -> {
                entrance.metrics().sent(bytes.length);
                if (discard) {
                    sendThenDiscard(bytes);
                } else {
                    Sending.whole(request, response, bytes, this);
                }
            }
            case HttpResponse.Content.Streamed(var writer) -> stream(writer);
            case HttpResponse.Content.Events(var source) ->
                stream(out -> {
                    out.write(new byte[] {':', '\n', '\n'});
                    out.flush();
                    source.run(new SseSink(out, entrance.time(), entrance::isClosing));
                });
        }
    }

    private void stream(HttpResponse.BodyWriter writer) throws InterruptedException {
        if (Sending.isHead(request)) {
            response.write(true, null, this);
            return;
        }
        OutputStream out = new BufferedOutputStream(Content.Sink.asOutputStream(response), STREAM_BUFFER);
        try {
            writer.writeTo(out);
            // Closed only on success: an unfinished body must not look like a whole one.
            out.close();
        } catch (IOException e) {
            throw new ClientGone("the client went away before the end of the response", e);
        }
        entrance.metrics().sent(Response.getContentBytesWritten(response));
        succeeded();
    }

    private void sendProblem(HttpResponse problem, Throwable cause) {
        if (response.isCommitted()) {
            failed(cause);
            return;
        }
        if (cause instanceof RequestTooSlow) {
            entrance.metrics().rejected(HttpMetrics.Rejection.TOO_SLOW);
        } else if (cause instanceof AtollException known && known.kind() == ErrorKind.TOO_LARGE) {
            entrance.metrics().rejected(HttpMetrics.Rejection.TOO_LARGE);
        }
        response.reset();
        try {
            send(problem);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failed(e);
        }
    }

    /// A client that is still busy sending would see its connection reset instead of the answer if it were just closed.
    private boolean mustDiscard(HttpResponse answer) {
        if (answer.status() < 400 || body.isEnded() || !Sending.isHttp1(request)) {
            return false;
        }
        boolean waitsForGo = body.isUntouched() && request.getHeaders().contains(HttpHeader.EXPECT);
        boolean chunked = request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
        return !waitsForGo && (chunked || body.declaredLength() - body.received() > LEFT_TO_ENGINE);
    }

    private void sendThenDiscard(byte[] bytes) {
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
        try (Blocker.Callback written = Blocker.callback()) {
            // Not the last write: after that one the engine would close the connection at once.
            response.write(false, Sending.isHead(request) ? null : ByteBuffer.wrap(bytes), written);
            written.block();
        } catch (IOException e) {
            failed(e);
            return;
        }
        body.discard(DISCARD_FOR, MOST_DISCARDED);
        succeeded();
    }

    @Override
    public void succeeded() {
        end();
        meters.answered(status, entrance.time().nanoTime() - startedNanos);
        callback.succeeded();
    }

    @Override
    public void failed(Throwable cause) {
        end();
        entrance.metrics().rejected(HttpMetrics.Rejection.CLIENT_GONE);
        // The engine may refuse to send an answer after a failure of its own, but it answers that failure itself.
        Throwable engineFailure = body.engineFailure();
        callback.failed(engineFailure == null ? new EofException("the exchange was broken off", cause) : engineFailure);
    }

    private void end() {
        body.release();
        entrance.metrics().received(body.received());
        entrance.leave();
    }
}
