package atoll.http;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import java.io.ByteArrayOutputStream;
import java.util.Locale;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Problem documents (RFC 9457): `{"type":"about:blank","title":…,"status":…,"detail":…,"kind":…}`.
public final class Problem {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String CONTENT_TYPE = "application/problem+json";

    private Problem() {}

    /// What the client is told about a failure. LIMITED and UNAVAILABLE come with `Retry-After`.
    public static HttpResponse of(AtollException failure) {
        String detail = String.valueOf(failure.getMessage());
        String kind = failure.kind().name().toLowerCase(Locale.ROOT);
        int status = failure instanceof RequestTooSlow ? 408 : failure.kind().httpStatus();
        HttpResponse response = of(status, detail, kind, null);
        if (failure instanceof LimitReached limit) {
            return response.withHeader(
                    "Retry-After", Long.toString(Math.max(1, limit.retryAfter().toSeconds())));
        }
        boolean passing = failure.kind() == ErrorKind.LIMITED || failure.kind() == ErrorKind.UNAVAILABLE;
        return passing ? response.withHeader("Retry-After", "1") : response;
    }

    /// A failure that has a status but no exception.
    public static HttpResponse of(int status, String detail) {
        return of(status, detail, null, null);
    }

    /// A bug: the id is also in the log.
    static HttpResponse bug(String id) {
        String detail = "an internal error; the server's log says more under this id";
        return of(500, detail, "internal", id);
    }

    private static HttpResponse of(int status, String detail, @Nullable String kind, @Nullable String id) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            json.writeStringProperty("type", "about:blank");
            json.writeStringProperty("title", HttpStatus.getMessage(status));
            json.writeNumberProperty("status", status);
            json.writeStringProperty("detail", detail);
            if (kind != null) {
                json.writeStringProperty("kind", kind);
            }
            if (id != null) {
                json.writeStringProperty("id", id);
            }
            json.writeEndObject();
        }
        return HttpResponse.bytes(status, CONTENT_TYPE, bytes.toByteArray());
    }
}
