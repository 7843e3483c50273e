package atoll.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.jspecify.annotations.Nullable;

/// The answer to a request. Immutable: a response that is always the same should be built once and returned many times,
/// its headers are then encoded only once.
public final class HttpResponse {
    private static final HttpField JSON = new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "application/json");
    private static final HttpField TEXT = new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
    private static final HttpField EVENTS = new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "text/event-stream");
    private static final HttpField NO_STORE = new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, "no-store");

    private final int status;
    private final @Nullable String reason;
    private final List<HttpField> fields;
    private final Content content;

    private HttpResponse(int status, @Nullable String reason, List<HttpField> fields, Content content) {
        this.status = status;
        this.reason = reason;
        this.fields = fields;
        this.content = content;
    }

    /// What follows the headers.
    sealed interface Content {
        // Never compared: only a carrier to the connection.
        @SuppressWarnings("ArrayRecordComponent")
        record Bytes(byte[] bytes) implements Content {}

        record Streamed(BodyWriter writer) implements Content {}

        record Events(EventSource source) implements Content {}

        Content NONE = new Bytes(new byte[0]);
    }

    /// Writes a body of unknown length. An exception cuts the connection, so that the client sees that it is
    /// incomplete.
    @FunctionalInterface
    public interface BodyWriter {
        /// The stream is buffered, and waits when the client reads slowly.
        void writeTo(OutputStream out) throws IOException, InterruptedException;
    }

    /// Produces server-sent events until it returns, or until the sink throws because the client has gone.
    @FunctionalInterface
    public interface EventSource {
        void run(SseSink sink) throws InterruptedException;
    }

    /// A response without a body.
    public static HttpResponse of(int status) {
        return new HttpResponse(status, null, List.of(), Content.NONE);
    }

    /// The array is not copied and must not change any more.
    public static HttpResponse json(int status, byte[] body) {
        return new HttpResponse(status, null, List.of(JSON), new Content.Bytes(body));
    }

    public static HttpResponse text(int status, String body) {
        return new HttpResponse(status, null, List.of(TEXT), new Content.Bytes(body.getBytes(StandardCharsets.UTF_8)));
    }

    /// The array is not copied and must not change any more.
    public static HttpResponse bytes(int status, String contentType, byte[] body) {
        return new HttpResponse(
                status,
                null,
                List.of(new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, contentType)),
                new Content.Bytes(body));
    }

    /// A body that is written while it is produced. Status and headers are on their way before the writer runs.
    public static HttpResponse streamed(int status, String contentType, BodyWriter writer) {
        return new HttpResponse(
                status,
                null,
                List.of(new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, contentType)),
                new Content.Streamed(writer));
    }

    /// Server-sent events (`text/event-stream`).
    public static HttpResponse events(EventSource source) {
        return new HttpResponse(200, null, List.of(EVENTS, NO_STORE), new Content.Events(source));
    }

    public HttpResponse withHeader(String name, String value) {
        List<HttpField> more = new ArrayList<>(fields);
        HttpHeader known = HttpHeader.CACHE.get(name);
        more.add(known == null ? new PreEncodedHttpField(name, value) : new PreEncodedHttpField(known, value));
        return new HttpResponse(status, reason, List.copyOf(more), content);
    }

    /// The text after the status in the first line. HTTP/2 has none and drops it.
    public HttpResponse withReason(String newReason) {
        if (newReason.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw new IllegalArgumentException("reason '" + newReason + "' has characters other than printable ASCII");
        }
        return new HttpResponse(status, newReason, fields, content);
    }

    public int status() {
        return status;
    }

    public @Nullable String reason() {
        return reason;
    }

    /// The first header of this name.
    public @Nullable String header(String name) {
        for (HttpField field : fields) {
            if (field.is(name)) {
                return field.getValue();
            }
        }
        return null;
    }

    /// The body; empty if it is written while it is produced.
    public byte[] body() {
        return content instanceof Content.Bytes(byte[] bytes) ? bytes.clone() : new byte[0];
    }

    List<HttpField> fields() {
        return fields;
    }

    Content content() {
        return content;
    }
}
