package atoll.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// How an [HttpResponse] is put on a connection.
final class Sending {
    private static final HttpField CLOSE =
            new PreEncodedHttpField(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString());

    private Sending() {}

    static boolean isHttp1(Request request) {
        HttpVersion version = request.getConnectionMetaData().getHttpVersion();
        return version.getVersion() < HttpVersion.HTTP_2.getVersion();
    }

    /// Status and headers, without sending them yet.
    static void prepare(Request request, Response response, HttpResponse answer, boolean close) {
        response.setStatus(answer.status());
        HttpFields.Mutable fields = response.getHeaders();
        for (HttpField field : answer.fields()) {
            fields.add(field);
        }
        boolean http1 = isHttp1(request);
        if (close && http1) {
            fields.put(CLOSE);
        }
        String reason = answer.reason();
        if (reason != null && http1) {
            request.addHttpStreamWrapper(stream -> new ReasonStream(stream, reason));
        }
    }

    /// The whole response in one go.
    static void whole(Request request, Response response, byte[] body, Callback done) {
        if (isHead(request)) {
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
            response.write(true, null, done);
        } else {
            response.write(true, ByteBuffer.wrap(body), done);
        }
    }

    /// For answers given before a request is handled.
    static void refuse(Request request, Response response, HttpResponse answer, Callback done) {
        prepare(request, response, answer, true);
        whole(request, response, answer.body(), done);
    }

    static boolean isHead(Request request) {
        return request.getMethod().equals("HEAD");
    }

    /// Puts a text of our own after the status, which the engine's response has no place for.
    private static final class ReasonStream extends HttpStream.Wrapper {
        private final String reason;

        ReasonStream(HttpStream wrapped, String reason) {
            super(wrapped);
            this.reason = reason;
        }

        @Override
        public void send(
                MetaData.Request request,
                MetaData.Response response,
                boolean last,
                ByteBuffer content,
                Callback callback) {
            MetaData.Response named = response;
            if (response != null && response.getStatus() >= 200) {
                named = new MetaData.Response(
                        response.getStatus(),
                        reason,
                        response.getHttpVersion(),
                        response.getHttpFields(),
                        response.getContentLength(),
                        response.getTrailersSupplier());
            }
            super.send(request, named, last, content, callback);
        }
    }
}
